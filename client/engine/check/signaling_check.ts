/**
 * Check of `/socket`. When it fails, requests over http show whether the cause
 * is the server, its certificate or the network between.
 *
 * @module
 */
import { type CheckResult, makeResult } from "./check_result.ts";
import { CheckSeat, type CheckSeatFailure } from "./check_seat.ts";

/** Requests a path of the page's server; rejects when it cannot be reached. */
export type FetchPath = (
  path: string,
) => Promise<{ readonly ok: boolean; json(): Promise<unknown> }>;

/** True when the server has a local certificate authority. */
export async function hasLocalCa(fetchPath: FetchPath): Promise<boolean> {
  return await fetchPath("/ca.crt").then(({ ok }) => ok, () => false);
}

/** Result of the signaling check for a seat, or for its failure. */
export async function checkSignaling(
  seat: CheckSeat | CheckSeatFailure,
  fetchPath: FetchPath,
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
  const { failure } = seat;
  if (failure?.isFinal) {
    return makeResult("misconfigured", { message: failure.message });
  }
  const isServed = await fetchPath("/livez").then(({ ok }) => ok, () => false);
  if (!isServed) return makeResult("unreachable");
  if (failure?.code === "answer-lost") return makeResult("no-socket");
  if (seat.reason === "silent") return makeResult("no-answer");
  // A browser hides why a socket does not open. With a local authority, a
  // certificate warning that was skipped for the page is the likeliest cause.
  return makeResult(await hasLocalCa(fetchPath) ? "certificate" : "no-socket");
}
