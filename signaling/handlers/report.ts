/**
 * `connection-report`: how a page reached another member, for the metrics.
 *
 * @module
 */
import { TokenBucket } from "../../server/net/token_bucket.ts";
import type { Hub } from "../hub.ts";
import type { ClientEvents } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";

/** Reports of one member that count: those of a full call at once. */
const REPORT_RATE = { burst: 8, perSecond: 0.1 };

/** Passes a report on, or ignores it where the member sent too many. */
export function handleConnectionReport(
  hub: Hub,
  seat: Seat,
  report: ClientEvents["connection-report"],
  nowMs: number,
): null {
  seat.reportLimiter ??= new TokenBucket(REPORT_RATE, nowMs);
  if (seat.reportLimiter.take(1, nowMs)) hub.effects.connectionReported(report);
  return null;
}
