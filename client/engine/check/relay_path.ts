/**
 * Joins two ends of this page through the relay by one URL, so that the way
 * to the relay can be measured without anybody else.
 *
 * @module
 */
import type { Clock } from "../clock.ts";

/** How long the two ends may take to meet. */
export const PATH_TIMEOUT_MS = 10_000;

/** Two ends that met: what `near` sends, `far` receives. */
export interface RelayPath {
  readonly near: RTCDataChannel;
  readonly far: RTCDataChannel;
  close(): void;
}

/** Why two ends did not meet. */
export interface RelayPathFailure {
  readonly reason: "no-answer" | "rejected" | "no-path";
  /** Error code of TURN for `rejected`. */
  readonly refusal: string;
}

/** What a path needs. */
export interface RelayPathOptions {
  /** The one server of each end: same URL, a credential of each its own. */
  readonly ends: readonly [RTCIceServer, RTCIceServer];
  readonly clock: Clock;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
}

/** Joins the two ends, or says why they did not meet. */
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
        // 700 and up is the browser's own: no answer.
        if (errorCode < 700) refusal = String(errorCode);
      };
      from.onconnectionstatechange = () => {
        if (from.connectionState === "failed") fail();
      };
    }
    const near = a.createDataChannel("check");
    b.ondatachannel = ({ channel: far }) => {
      onceOpen(far, () => {
        cancel();
        resolve({ near, far, close });
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
