/**
 * Checks the way to `/socket`, and where there is none, tells from what plain
 * http answers whether it is the server, its certificate or something between.
 *
 * @module
 */
import { type CheckResult, makeResult } from "./check_result.ts";
import { CheckSeat, type CheckSeatFailure } from "./check_seat.ts";

/** Asks the page's own server over http; rejects when it is out of reach. */
export type FetchPath = (
  path: string,
) => Promise<{ readonly ok: boolean; json(): Promise<unknown> }>;

/** True when the server has a certificate authority of its own. */
export async function hasLocalCa(ask: FetchPath): Promise<boolean> {
  return await ask("/ca.crt").then(({ ok }) => ok, () => false);
}

/** The finding about a seat that was taken, or was not. */
export async function checkSignaling(
  seat: CheckSeat | CheckSeatFailure,
  ask: FetchPath,
): Promise<CheckResult> {
  if (seat instanceof CheckSeat) {
    const roundTripMs = await seat.measureRoundTripMs();
    return roundTripMs === null
      ? makeResult("no-answer")
      : makeResult("ok", { roundTripMs });
  }
  if (seat.reason === "rejected") {
    return makeResult("rejected", { refusal: seat.refusal });
  }
  const isServed = await ask("/livez").then(({ ok }) => ok, () => false);
  if (!isServed) return makeResult("unreachable");
  if (seat.reason === "silent") return makeResult("no-answer");
  // A browser hides why a socket does not open. Where the authority is the
  // server's own, a warning clicked away for the page is the likeliest cause.
  return makeResult(await hasLocalCa(ask) ? "certificate" : "no-socket");
}
