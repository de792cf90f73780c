/**
 * Finds out that the network is back by gathering candidates: a relay or STUN
 * server answers. Each attempt opens sockets of its own, whereas Chromium gives
 * requests the connections that it began long before, whose next attempt may be
 * half a minute away.
 *
 * @module
 */
import type { Clock } from "../clock.ts";

/** The part of `RTCPeerConnection` that is used. */
export type GatheringConnection = Pick<
  RTCPeerConnection,
  | "createDataChannel"
  | "setLocalDescription"
  | "onicecandidate"
  | "close"
>;

/** Dependencies of {@linkcode NetworkReturn}. */
export interface NetworkReturnOptions {
  readonly clock: Clock;
  /** Makes a connection with the current ICE servers; null without any. */
  readonly makePc: () => GatheringConnection | null;
  readonly onReachable: () => void;
}

/** Time for the answer to one attempt. */
export const GATHER_ATTEMPT_MS = 1_800;

/** Attempts of one call; each lasts longer than the interval between them. */
export class NetworkReturn {
  readonly #options: NetworkReturnOptions;
  readonly #attempts = new Set<() => void>();

  constructor(options: NetworkReturnOptions) {
    this.#options = options;
  }

  /** Begins another attempt; false without a relay or STUN server. */
  attempt(): boolean {
    const { clock, makePc, onReachable } = this.#options;
    const pc = makePc();
    if (!pc) return false;
    const cancelTimeout = clock.after(GATHER_ATTEMPT_MS, () => end());
    const end = () => {
      cancelTimeout();
      pc.onicecandidate = null;
      pc.close();
      this.#attempts.delete(end);
    };
    this.#attempts.add(end);
    pc.onicecandidate = ({ candidate }) => {
      // A host candidate needs no network.
      if (!candidate?.candidate || candidate.candidate.includes(" typ host")) {
        return;
      }
      this.stop();
      onReachable();
    };
    pc.createDataChannel("");
    pc.setLocalDescription().catch(() => end());
    return true;
  }

  /** Ends all attempts. */
  stop(): void {
    for (const end of [...this.#attempts]) end();
  }
}
