/**
 * Loaded with a call: reports its connections to the server.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallState } from "../engine/call/call_state.ts";
import { ConnectionReporter } from "../engine/call/connection_reporter.ts";
import type { Store } from "../engine/store.ts";

/** Reports how the connections of this visit are made. */
export function reportConnections(
  { call, store }: { readonly call: Call; readonly store: Store<CallState> },
  joinedAtMs: number,
): void {
  new ConnectionReporter({
    store,
    quality: call.quality.store,
    nowMs: () => performance.now(),
    joinedAtMs,
    send: (report) => call.send("connection-report", report),
  });
}
