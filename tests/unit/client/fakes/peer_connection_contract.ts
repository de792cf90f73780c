/**
 * Behaviour of `RTCPeerConnection` that the engine relies on. The unit tests
 * run it over the fake, a browser test over Chromium; so this file imports
 * nothing and runs in a page.
 *
 * @module
 */

/** Two connections that are signaled by the case, and tracks to send. */
export interface PeerConnectionPair {
  readonly a: RTCPeerConnection;
  readonly b: RTCPeerConnection;
  makeTrack(kind: "audio" | "video"): MediaStreamTrack;
}

/** A case; it rejects when the connections behave differently. */
export type ContractCase = (pair: PeerConnectionPair) => Promise<void>;

/** All cases by title. */
export const CONTRACT_CASES: Readonly<Record<string, ContractCase>> = {
  "An offer leads to have-local-offer": async ({ a }) => {
    a.addTransceiver("audio");
    assertEqual(a.signalingState, "stable");
    assertEqual(a.localDescription, null);
    await a.setLocalDescription();
    assertEqual(a.signalingState, "have-local-offer");
    assertEqual(a.localDescription?.type, "offer");
    assertEqual((a.localDescription?.sdp ?? "") === "", false);
  },

  "An answer makes both sides stable": async ({ a, b }) => {
    await negotiate(a, b);
    assertEqual([a.signalingState, b.signalingState], ["stable", "stable"]);
    assertEqual(a.remoteDescription?.type, "answer");
    assertEqual(b.localDescription?.type, "answer");
    assertEqual(b.remoteDescription?.type, "offer");
  },

  "An answer can be made and set in two steps": async ({ a, b }) => {
    a.addTransceiver("audio");
    await a.setLocalDescription();
    await b.setRemoteDescription(descriptionOf(a));
    const answer = await b.createAnswer();
    assertEqual(answer.type, "answer");
    assertEqual(b.signalingState, "have-remote-offer");
    await b.setLocalDescription(answer);
    assertEqual(b.signalingState, "stable");
    assertEqual(b.localDescription?.type, "answer");
  },

  "A remote offer adds transceivers that only receive": async ({ a, b }) => {
    const tracks: string[] = [];
    b.ontrack = ({ track }) => tracks.push(track.kind);
    a.addTransceiver("audio");
    a.addTransceiver("video");
    await a.setLocalDescription();
    await b.setRemoteDescription(descriptionOf(a));
    assertEqual(b.signalingState, "have-remote-offer");
    assertEqual(
      b.getTransceivers().map(({ direction }) => direction),
      ["recvonly", "recvonly"],
    );
    assertEqual(b.getTransceivers()[0]?.sender.track, null);
    assertEqual(tracks, ["audio", "video"]);
  },

  "Transceivers have a mid once they are in a description": async (
    { a, b },
  ) => {
    const transceiver = a.addTransceiver("audio");
    assertEqual(transceiver.mid, null);
    await negotiate(a, b);
    assertEqual(transceiver.mid === null, false);
    assertEqual(b.getTransceivers()[0]?.mid, transceiver.mid);
  },

  "The signaling states are reported in order": async ({ a, b }) => {
    const states: string[] = [];
    a.onsignalingstatechange = () => states.push(`a ${a.signalingState}`);
    b.onsignalingstatechange = () => states.push(`b ${b.signalingState}`);
    await negotiate(a, b);
    assertEqual(states, [
      "a have-local-offer",
      "b have-remote-offer",
      "b stable",
      "a stable",
    ]);
  },

  "Glare: a remote offer rolls the local one back": async ({ a, b }) => {
    a.addTransceiver("audio");
    b.addTransceiver("audio");
    await a.setLocalDescription();
    await b.setLocalDescription();
    await a.setRemoteDescription(descriptionOf(b));
    assertEqual(a.signalingState, "have-remote-offer");
    assertEqual(a.localDescription, null);
    await a.setLocalDescription();
    assertEqual(a.localDescription?.type, "answer");
    await b.setRemoteDescription(descriptionOf(a));
    assertEqual([a.signalingState, b.signalingState], ["stable", "stable"]);
  },

  "An explicit rollback needs an offer": async ({ a }) => {
    a.addTransceiver("audio");
    await a.setLocalDescription();
    await a.setLocalDescription({ type: "rollback" });
    assertEqual(a.signalingState, "stable");
    assertEqual(a.localDescription, null);
    await assertRejects(
      () => a.setLocalDescription({ type: "rollback" }),
      "InvalidStateError",
    );
  },

  "An answer without an offer is rejected": async ({ a, b }) => {
    await negotiate(a, b);
    await assertRejects(
      () => a.setRemoteDescription(descriptionOf(b)),
      "InvalidStateError",
    );
    assertEqual(a.signalingState, "stable");
  },

  "A candidate before the remote description is rejected": async ({ a, b }) => {
    const candidate = {
      candidate: "candidate:1 1 udp 1 127.0.0.1 9 typ host",
      sdpMid: "0",
      sdpMLineIndex: 0,
    };
    await assertRejects(
      () => b.addIceCandidate(candidate),
      "InvalidStateError",
    );
    await negotiate(a, b);
    await b.addIceCandidate(candidate);
    await b.addIceCandidate();
  },

  "replaceTrack() changes the track without negotiation": async (pair) => {
    const { a, b } = pair;
    const first = pair.makeTrack("video");
    const { sender } = a.addTransceiver(first, { direction: "sendrecv" });
    await negotiate(a, b);
    assertEqual(sender.track === first, true);
    const second = pair.makeTrack("video");
    await sender.replaceTrack(second);
    assertEqual(sender.track === second, true);
    await sender.replaceTrack(null);
    assertEqual(sender.track, null);
    assertEqual(a.signalingState, "stable");
    await assertRejects(
      () => sender.replaceTrack(pair.makeTrack("audio")),
      "TypeError",
    );
    a.close();
    await assertRejects(() => sender.replaceTrack(second), "InvalidStateError");
  },

  "A negotiated data channel has its number at once": async ({ a }) => {
    const init = { negotiated: true, id: 1, ordered: true };
    const channel = a.createDataChannel("files", init);
    assertEqual(
      [channel.label, channel.id, channel.negotiated, channel.ordered],
      ["files", 1, true, true],
    );
    assertEqual(channel.readyState, "connecting");
    await assertRejects(() => channel.send("early"), "InvalidStateError");
    await assertRejects(
      () => a.createDataChannel("other", init),
      "OperationError",
    );
    await assertRejects(
      () => a.createDataChannel("other", { negotiated: true }),
      "TypeError",
    );
  },

  "restartIce() changes the credentials of the next offer": async (
    { a, b },
  ) => {
    await negotiate(a, b);
    const before = iceUfragOf(a);
    await a.setLocalDescription();
    assertEqual(iceUfragOf(a), before);
    await a.setLocalDescription({ type: "rollback" });
    a.restartIce();
    assertEqual(a.signalingState, "stable");
    await a.setLocalDescription();
    assertEqual(iceUfragOf(a) === before, false);
  },

  "An ICE restart changes the credentials of both sides": async ({ a, b }) => {
    await negotiate(a, b);
    const before = [iceUfragOf(a), iceUfragOf(b)];
    assertEqual(a.pendingLocalDescription, null);
    a.restartIce();
    await a.setLocalDescription();
    assertEqual(iceUfragOf(a, a.currentLocalDescription), before[0]);
    assertEqual(iceUfragOf(a, a.pendingLocalDescription), iceUfragOf(a));
    assertEqual(iceUfragOf(a) === before[0], false);
    await b.setRemoteDescription(descriptionOf(a));
    await b.setLocalDescription();
    await a.setRemoteDescription(descriptionOf(b));
    assertEqual(iceUfragOf(b) === before[1], false);
    assertEqual(a.pendingLocalDescription, null);
    assertEqual(
      iceUfragOf(a, a.currentLocalDescription) === before[0],
      false,
    );
  },

  "getStats() is a map of entries by id": async ({ a, b }) => {
    await negotiate(a, b);
    const report = await a.getStats();
    const byForEach: unknown[] = [];
    report.forEach((entry) => byForEach.push(entry.id));
    assertEqual(byForEach.length, report.size);
    assertEqual([...report.keys()], byForEach);
    assertEqual(report.get("no such id"), undefined);
  },

  "setConfiguration() replaces ICE servers only": async ({ a }) => {
    const iceServers = [{ urls: ["stun:127.0.0.1:9"] }];
    a.setConfiguration({ iceServers });
    const [server] = a.getConfiguration().iceServers ?? [];
    assertEqual([server?.urls].flat(), ["stun:127.0.0.1:9"]);
    await assertRejects(
      () => a.setConfiguration({ bundlePolicy: "max-bundle" }),
      "InvalidModificationError",
    );
    a.close();
    await assertRejects(
      () => a.setConfiguration({ iceServers }),
      "InvalidStateError",
    );
  },

  "close() ends the connection and its channels": async ({ a, b }) => {
    const states: string[] = [];
    const channel = a.createDataChannel("chat", { negotiated: true, id: 0 });
    await negotiate(a, b);
    a.onsignalingstatechange = () => states.push(a.signalingState);
    a.onconnectionstatechange = () => states.push(a.connectionState);
    a.close();
    assertEqual([a.signalingState, a.connectionState], ["closed", "closed"]);
    await assertRejects(() => channel.send("late"), "InvalidStateError");
    await assertRejects(() => a.setLocalDescription(), "InvalidStateError");
    await assertRejects(
      () => a.setRemoteDescription(descriptionOf(b)),
      "InvalidStateError",
    );
    await assertRejects(() => a.addTransceiver("audio"), "InvalidStateError");
    await assertRejects(() => a.createDataChannel("x"), "InvalidStateError");
    a.close();
    assertEqual(states, []);
  },
};

async function negotiate(
  offerer: RTCPeerConnection,
  answerer: RTCPeerConnection,
): Promise<void> {
  if (offerer.getTransceivers().length === 0) offerer.addTransceiver("audio");
  await offerer.setLocalDescription();
  await answerer.setRemoteDescription(descriptionOf(offerer));
  await answerer.setLocalDescription();
  await offerer.setRemoteDescription(descriptionOf(answerer));
}

function descriptionOf(pc: RTCPeerConnection): RTCSessionDescriptionInit {
  if (!pc.localDescription) throw new Error("There is no local description");
  return pc.localDescription;
}

function iceUfragOf(
  pc: RTCPeerConnection,
  description = pc.localDescription,
): string {
  return /^a=ice-ufrag:(\S+)/m.exec(description?.sdp ?? "")?.[1] ?? "";
}

function assertEqual(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

/** Asserts that a function throws, or its promise rejects, with an error name. */
async function assertRejects(
  run: () => unknown,
  errorName: string,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    const name = error instanceof Error ? error.name : String(error);
    if (name === errorName) return;
    throw new Error(`${name} is not ${errorName}: ${error}`);
  }
  throw new Error(`No ${errorName} was thrown`);
}
