/**
 * Connects two ends in this page through the relay by one URL, so that the
 * path to the relay can be measured without another member.
 *
 * @module
 */
import type { Clock } from "../clock.ts";

/** Time for the two ends to connect. */
export const PATH_TIMEOUT_MS = 10_000;

/** Two connected ends. */
export interface RelayPath {
  readonly sender: RTCDataChannel;
  readonly receiver: RTCDataChannel;
  close(): void;
}

/** Why two ends did not connect. */
export interface RelayPathFailure {
  readonly reason: "no-answer" | "rejected" | "no-path";
  /** TURN error code for `rejected`. */
  readonly refusal: string;
}

/** Dependencies of a path. */
export interface RelayPathOptions {
  /** ICE server of each end: same URL, separate credentials. */
  readonly ends: readonly [RTCIceServer, RTCIceServer];
  readonly clock: Clock;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
}

/** Connects the two ends. */
export function openRelayPath(
  { ends, clock, makePc }: RelayPathOptions,
): Promise<RelayPath | RelayPathFailure> {
  const [a, b] = [ends[0], ends[1]].map((server) =>
    makePc({ iceServers: [server], iceTransportPolicy: "relay" })
  );
  if (!a || !b) throw new TypeError("A path has two ends");
  const close = () => {
    for (const pc of [a, b]) {
      pc.onicecandidate = null;
      pc.onicecandidateerror = null;
      pc.onconnectionstatechange = null;
      pc.close();
    }
  };
  return new Promise((resolve) => {
    const allocated = new Set<RTCPeerConnection>();
    let refusal = "";
    const fail = () => {
      cancel();
      close();
      const reason = allocated.size === 2
        ? "no-path"
        : refusal
        ? "rejected"
        : "no-answer";
      resolve({ reason, refusal });
    };
    const cancel = clock.after(PATH_TIMEOUT_MS, fail);
    for (const [from, to] of [[a, b], [b, a]] as const) {
      from.onicecandidate = ({ candidate }) => {
        if (candidate) {
          allocated.add(from);
          to.addIceCandidate(candidate).catch(() => {});
        } else if (!allocated.has(from)) fail();
      };
      from.onicecandidateerror = ({ errorCode }) => {
        // Codes from 700 on are of the browser: no answer.
        if (errorCode < 700) refusal = String(errorCode);
      };
      from.onconnectionstatechange = () => {
        if (from.connectionState === "failed") fail();
      };
    }
    const sender = a.createDataChannel("check");
    b.ondatachannel = ({ channel: receiver }) => {
      onceOpen(receiver, () => {
        cancel();
        resolve({ sender, receiver, close });
      });
    };
    exchangeDescriptions(a, b).catch(fail);
  });
}

function onceOpen(channel: RTCDataChannel, run: () => void): void {
  if (channel.readyState === "open") run();
  else channel.onopen = run;
}

async function exchangeDescriptions(
  a: RTCPeerConnection,
  b: RTCPeerConnection,
): Promise<void> {
  await a.setLocalDescription();
  if (a.localDescription) await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription();
  if (b.localDescription) await a.setRemoteDescription(b.localDescription);
}
