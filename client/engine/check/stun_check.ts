/**
 * Asks the STUN servers from which address they see this browser (RFC 8489):
 * where they answer, UDP passes.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { type CheckResult, makeResult } from "./check_result.ts";

/** How long the answer may take. */
export const STUN_TIMEOUT_MS = 5_000;

/** What the STUN check needs. */
export interface StunCheckOptions {
  readonly urls: readonly string[];
  readonly clock: Clock;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
}

/** Gathers with STUN alone. */
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
      if (candidate?.type === "srflx") end(true);
      // Without an address translator the answer brings no new candidate: then
      // gathering ends early, and no server was complained of.
      if (candidate === null) end(!isFailed);
    };
    pc.createDataChannel("check");
    pc.setLocalDescription().catch(() => end(false));
  });
}
