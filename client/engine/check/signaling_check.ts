/**
 * Checks the way to `/socket`, and where there is none, tells from what plain
 * http answers whether it is the server, its certificate or something between.
 *
 * @module
 */
import { type CheckResult, done } from "./check_result.ts";
import { type NoSeat, Seat } from "./check_seat.ts";

/** Asks the page's own server over http; rejects when it is out of reach. */
export type Ask = (
  path: string,
) => Promise<{ readonly ok: boolean; json(): Promise<unknown> }>;

/** True when the server has a certificate authority of its own. */
export async function hasOwnAuthority(ask: Ask): Promise<boolean> {
  return await ask("/ca.crt").then(({ ok }) => ok, () => false);
}

/** The finding about a seat that was taken, or was not. */
export async function checkSignaling(
  seat: Seat | NoSeat,
  ask: Ask,
): Promise<CheckResult> {
  if (seat instanceof Seat) {
    const roundTripMs = await seat.roundTripMs();
    return roundTripMs === null
      ? done("no-answer")
      : done("ok", { roundTripMs });
  }
  if (seat.reason === "rejected") {
    return done("rejected", { refusal: seat.refusal });
  }
  const isServed = await ask("/livez").then(({ ok }) => ok, () => false);
  if (!isServed) return done("unreachable");
  if (seat.reason === "silent") return done("no-answer");
  // A browser hides why a socket does not open. Where the authority is the
  // server's own, a warning clicked away for the page is the likeliest cause.
  return done(await hasOwnAuthority(ask) ? "certificate" : "no-socket");
}
