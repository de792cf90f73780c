/**
 * Check of the STUN servers (RFC 8489): when they answer, UDP is not blocked.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { type CheckResult, makeResult } from "./check_result.ts";

/** Time for the answer. */
export const STUN_TIMEOUT_MS = 5_000;

/** Dependencies of the STUN check. */
export interface StunCheckOptions {
  readonly urls: readonly string[];
  readonly clock: Clock;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
}

/** Gathers candidates with STUN only. */
export function checkStun(
  { urls, clock, makePc }: StunCheckOptions,
): Promise<CheckResult> {
  if (urls.length === 0) return Promise.resolve(makeResult("not-offered"));
  const pc = makePc({ iceServers: [{ urls: [...urls] }] });
  const startMs = clock.nowMs();
  return new Promise((resolve) => {
    let isFailed = false;
    const end = (isAnswered: boolean) => {
      cancel();
      pc.onicecandidate = null;
      pc.onicecandidateerror = null;
      pc.close();
      const roundTripMs = clock.nowMs() - startMs;
      resolve(
        isAnswered
          ? makeResult("ok", { roundTripMs })
          : makeResult("no-answer"),
      );
    };
    const cancel = clock.after(STUN_TIMEOUT_MS, () => end(false));
    pc.onicecandidateerror = () => isFailed = true;
    pc.onicecandidate = ({ candidate }) => {
      // Firefox before 142 has no `candidate.type`.
      if (candidate && / typ srflx\b/.test(candidate.candidate)) end(true);
      // Without a NAT the answer adds no candidate: gathering then ends early
      // and without an error.
      if (candidate === null) end(!isFailed);
    };
    pc.createDataChannel("check");
    pc.setLocalDescription().catch(() => end(false));
  });
}
