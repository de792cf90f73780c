/**
 * Watches a call once a member is connected: loaded then.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallPlatform } from "../engine/call/call_platform.ts";
import type { CallState } from "../engine/call/call_state.ts";
import { ConnectedCallWatch } from "../engine/call/connected_call_watch.ts";
import type { Store } from "../engine/store.ts";
import { countPaintedFrames } from "../view/stage/painted_frames.ts";

/** Watches a call until its end. */
export function watchCall(
  call: Call,
  store: Store<CallState>,
  { clock, fetchHealth }: Pick<CallPlatform, "clock" | "fetchHealth">,
): void {
  call.setWatch(
    new ConnectedCallWatch({
      call,
      store,
      clock,
      fetchHealth,
      paintedFrames: countPaintedFrames,
    }),
  );
}
