/**
 * The pieces of the guide that run in the box of `/learn`. They use what a page
 * has, and two things of the box: `log` and `iceServers`.
 *
 * @module
 */
import type { StringKey } from "../../strings/en.ts";

/** A piece of code that a reader can change. */
export interface Snippet {
  readonly id: string;
  readonly label: StringKey;
  readonly code: string;
}

const PROMISES = `const pc = new RTCPeerConnection({ iceServers });
pc.createDataChannel("chat");

const offer = await pc.createOffer();
log("created", offer.type, "but still", pc.signalingState);

await pc.setLocalDescription(offer);
log("set: now", pc.signalingState);
log(offer.sdp);
pc.close();`;

const CALLBACKS = `const pc = new RTCPeerConnection({ iceServers });
pc.createDataChannel("chat");

// The older form: one function for success, one for failure.
pc.createOffer(
  (offer) => {
    log("created", offer.type);
    pc.setLocalDescription(
      offer,
      () => log("set: now", pc.signalingState),
      (error) => log("not set:", error.message),
    );
  },
  (error) => log("not created:", error.message),
);`;

const CHANNEL = `const a = new RTCPeerConnection({ iceServers });
const b = new RTCPeerConnection({ iceServers });

// Both are in this box, so no server carries their descriptions.
a.onicecandidate = ({ candidate }) => b.addIceCandidate(candidate);
b.onicecandidate = ({ candidate }) => a.addIceCandidate(candidate);

const channel = a.createDataChannel("chat", { ordered: true });
channel.onopen = () => {
  log("A: open");
  channel.send("Hello from A");
};
b.ondatachannel = ({ channel }) => {
  channel.onmessage = ({ data }) => log("B received:", data);
};

await a.setLocalDescription(await a.createOffer());
await b.setRemoteDescription(a.localDescription);
await b.setLocalDescription(await b.createAnswer());
await a.setRemoteDescription(b.localDescription);`;

const SERVERS = `// Try: iceServers: []   or   iceTransportPolicy: "relay"
const pc = new RTCPeerConnection({
  iceServers,
  iceTransportPolicy: "all",
});

pc.onicecandidate = ({ candidate }) => {
  if (!candidate) return log("no more candidates");
  if (candidate.candidate) log(candidate.candidate);
};
pc.onicecandidateerror = ({ url, errorCode }) => log(url, errorCode);

pc.createDataChannel("chat");
await pc.setLocalDescription(await pc.createOffer());`;

/** All pieces; the first one is shown first. */
export const SNIPPETS: readonly [Snippet, ...Snippet[]] = [
  { id: "promises", label: "learnCodePromises", code: PROMISES },
  { id: "callbacks", label: "learnCodeCallbacks", code: CALLBACKS },
  { id: "channel", label: "learnCodeChannel", code: CHANNEL },
  { id: "servers", label: "learnCodeServers", code: SERVERS },
];
