/**
 * Access of the views to the recorded connections.
 *
 * @module
 */
import type { Store } from "../../engine/store.ts";
import type { TraceContent } from "../../engine/trace/connection_trace.ts";

/** What was recorded in this call. */
export interface CallTraceAccess {
  readonly store: Store<TraceContent>;
  /** Id of the member at the other end of a connection; null while unknown. */
  memberOf(connection: string): string | null;
  /** Reads the candidate pairs of all connections now. */
  refresh(): void;
  /** Downloads it as JSON without secrets. */
  saveReport(keepsAddresses: boolean): void;
}

/** Actions about the recorded connections. */
export interface TraceActions {
  /** The recorder; null before it is loaded. */
  callTrace(): CallTraceAccess | null;
}
