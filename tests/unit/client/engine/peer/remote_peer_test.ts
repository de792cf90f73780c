import { assert, assertEquals } from "@std/assert";
import {
  FAILED_AFTER_MS,
  FIRST_FAILURE_AFTER_MS,
  OFFER_WAIT_MS,
  type PeerStatus,
  RemotePeer,
  ROUTE_POLL_MS,
} from "../../../../../client/engine/peer/remote_peer.ts";
import {
  CONNECT_TIMEOUT_MS,
  DISCONNECTED_GRACE_MS,
  POLITE_WAIT_MS,
  RESTART_REQUEST_TIMEOUT_MS,
  STALLED_GRACE_MS,
} from "../../../../../client/engine/peer/connection_recovery.ts";
import { ConnectionGenerations } from "../../../../../client/engine/peer/connection_generations.ts";
import type { PeerSignal } from "../../../../../client/engine/peer/peer_signal.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import { makeFakeStream } from "../../fakes/fake_media.ts";
import { FAKE_CONNECTION_MEDIA } from "../../fakes/fake_connection_media.ts";
import { FakePeerConnection } from "../../fakes/fake_pc.ts";

function setUp(selfId: string, id: string) {
  const clock = new FakeClock();
  const generations = new ConnectionGenerations();
  const pcs: FakePeerConnection[] = [];
  const sent: PeerSignal[] = [];
  const statuses: PeerStatus[] = [];
  const peer = new RemotePeer({
    onConnection: () => {},
    id,
    selfId,
    clock,
    media: FAKE_CONNECTION_MEDIA,
    makePc: () => {
      const fake = new FakePeerConnection();
      pcs.push(fake);
      return fake.pc;
    },
    takePrepared: () => null,
    stream: makeFakeStream([]),
    screenStream: makeFakeStream([]),
    generations,
    hasRelay: () => true,
    tracks: () => ({
      audio: null,
      video: null,
      screen: null,
      screenAudio: null,
    }),
    send: (signal) => sent.push(signal),
    onStatus: (status) => statuses.push(status),
    onVideoFormat: () => {},
    onTrack: () => {},
    onChannel: () => {},
    onError: () => {},
  });
  const pc = (): FakePeerConnection => {
    const last = pcs.at(-1);
    if (!last) throw new TypeError("No connection was made");
    return last;
  };
  return { peer, generations, clock, pcs, sent, statuses, pc };
}

function offerOf(generation: number, by: string): PeerSignal {
  return {
    event: "description",
    connection: { generation, by },
    description: { type: "offer", sdp: "theirs" },
  };
}

async function negotiate(fake: FakePeerConnection): Promise<void> {
  fake.onnegotiationneeded?.();
  await settlePromises();
}

Deno.test("RemotePeer.connect() offers its first connection", async () => {
  const { peer, sent, pc } = setUp("me", "you");
  peer.connect();
  await negotiate(pc());
  assertEquals(sent.map((s) => s.connection), [{ generation: 0, by: "me" }]);
});

Deno.test("RemotePeer of a reloaded page replaces the connection of the page before, and ignores messages about it", async () => {
  const [other, before] = [setUp("b", "a"), setUp("a", "b")];
  before.peer.connect();
  await negotiate(before.pc());
  for (const signal of before.sent) other.peer.receiveSignal(signal);
  await settlePromises();
  assertEquals(other.generations.highest, 0);

  const reloaded = setUp("a", "b");
  reloaded.generations.startAt(before.generations.highest + 1);
  reloaded.peer.connect();
  await negotiate(reloaded.pc());
  // The other side restarts ICE on the old connection at the same time.
  reloaded.peer.receiveSignal(offerOf(0, "a"));
  reloaded.peer.receiveSignal(offerOf(0, "b"));
  assertEquals(reloaded.pcs.length, 1);
  for (const signal of reloaded.sent) other.peer.receiveSignal(signal);
  await settlePromises();
  assertEquals(other.pcs.map((fake) => fake.signalingState), [
    "closed",
    "stable",
  ]);
  assertEquals(other.generations.highest, 1);
});

Deno.test("RemotePeer answers the connection that a newcomer offers", async () => {
  const { peer, sent, pcs } = setUp("me", "you");
  peer.receiveSignal(offerOf(0, "you"));
  await settlePromises();
  assertEquals(pcs.length, 1);
  const [answer] = sent;
  assert(answer?.event === "description");
  assertEquals(answer.description.type, "answer");
});

Deno.test("RemotePeer offers when the other side does not in time", () => {
  const { peer, clock, pcs } = setUp("me", "you");
  clock.advance(OFFER_WAIT_MS - 1);
  peer.tick();
  assertEquals(pcs.length, 0);
  clock.advance(1);
  peer.tick();
  assertEquals(pcs.length, 1);
});

Deno.test("RemotePeer switches to a newer connection of the other side", () => {
  const { peer, pcs } = setUp("me", "you");
  peer.connect();
  peer.receiveSignal(offerOf(1, "you"));
  assertEquals(pcs.map((fake) => fake.signalingState), ["closed", "stable"]);
});

Deno.test.each([
  { generation: 0, by: "you", other: "an older connection" },
  { generation: 5, by: "stranger", other: "a connection of another member" },
])("RemotePeer does not switch to $other", ({ generation, by }) => {
  const { peer, pcs } = setUp("zz", "you");
  peer.connect();
  peer.receiveSignal(offerOf(generation, by));
  assertEquals(pcs.length, 1);
});

Deno.test("Two peers that offer at once agree on one connection", async () => {
  const [a, b] = [setUp("a", "b"), setUp("b", "a")];
  a.peer.connect();
  b.peer.connect();
  await negotiate(a.pc());
  await negotiate(b.pc());
  for (const signal of [...a.sent]) b.peer.receiveSignal(signal);
  for (const signal of [...b.sent]) a.peer.receiveSignal(signal);
  await settlePromises();
  for (const signal of a.sent.slice(1)) b.peer.receiveSignal(signal);
  await settlePromises();
  // b has the greater id: a gave its own connection up and answered.
  assertEquals([a.pcs.length, b.pcs.length], [2, 1]);
  assertEquals(a.pc().signalingState, "stable");
  assertEquals(b.pc().signalingState, "stable");
  assertEquals(b.pc().remoteDescription?.type, "answer");
});

Deno.test("RemotePeer reports the status of its connection", async () => {
  const { peer, pc, statuses, clock } = setUp("you", "me");
  peer.connect();
  pc().stats = [
    { id: "p", type: "candidate-pair", selected: true, localCandidateId: "l" },
    { id: "l", type: "local-candidate", candidateType: "relay" },
  ];
  pc().setConnectionState("connecting");
  const readRoute = async () => {
    peer.tick();
    await settlePromises();
  };
  pc().setConnectionState("connected");
  await settlePromises();
  assertEquals(statuses, [{ kind: "connected", route: null }]);
  await readRoute();
  pc().setConnectionState("disconnected");
  clock.advance(DISCONNECTED_GRACE_MS);
  peer.tick();
  assertEquals(pc().iceRestartCount, 1);
  pc().setConnectionState("connected");
  await readRoute();
  assertEquals(statuses, [
    { kind: "connected", route: null },
    { kind: "connected", route: "relayed" },
    { kind: "reconnecting" },
    { kind: "connected", route: null },
    { kind: "connected", route: "relayed" },
  ]);
});

Deno.test("RemotePeer notices a change of route while connected", async () => {
  const { peer, pc, statuses, clock } = setUp("me", "you");
  peer.connect();
  pc().setConnectionState("connected");
  await settlePromises();
  pc().stats = [{ id: "p", type: "candidate-pair", selected: true }];
  clock.advance(ROUTE_POLL_MS);
  peer.tick();
  await settlePromises();
  assertEquals(statuses.at(-1), { kind: "connected", route: "direct" });
});

Deno.test("RemotePeer replaces a connection that does not connect, and reports no answer", () => {
  const { peer, pcs, clock, statuses } = setUp("me", "you");
  peer.connect();
  clock.advance(CONNECT_TIMEOUT_MS + POLITE_WAIT_MS);
  peer.tick();
  assertEquals(pcs.length, 2);
  assertEquals(statuses, []);
  clock.advance(FAILED_AFTER_MS - CONNECT_TIMEOUT_MS - POLITE_WAIT_MS);
  peer.tick();
  assertEquals(statuses, [{ kind: "failed", reason: "no-answer" }]);
});

Deno.test("RemotePeer reports that there is no path when the other side answered", async () => {
  const { peer, clock, statuses } = setUp("me", "you");
  peer.receiveSignal(offerOf(0, "you"));
  await settlePromises();
  peer.tick();
  clock.advance(FAILED_AFTER_MS - 1);
  peer.tick();
  clock.advance(1);
  peer.tick();
  assertEquals(statuses.at(-1)?.kind, "failed");
});

Deno.test("RemotePeer reports within seconds why a first connection is not possible, and that it is connected after all", async () => {
  const { peer, pc, clock, statuses } = setUp("me", "you");
  peer.receiveSignal(offerOf(0, "you"));
  await settlePromises();
  clock.advance(FIRST_FAILURE_AFTER_MS - 1);
  peer.tick();
  await settlePromises();
  assertEquals(statuses, []);
  clock.advance(1);
  peer.tick();
  await settlePromises();
  assertEquals(statuses, [{ kind: "failed", reason: "own-network" }]);
  pc().setConnectionState("connected");
  assertEquals(statuses.at(-1)?.kind, "connected");
});

Deno.test("RemotePeer waits for a first connection on which something arrives", async () => {
  const { peer, pc, clock, statuses } = setUp("me", "you");
  peer.receiveSignal(offerOf(0, "you"));
  await settlePromises();
  pc().stats = [{ id: "p", type: "candidate-pair", requestsReceived: 1 }];
  clock.advance(FIRST_FAILURE_AFTER_MS);
  peer.tick();
  await settlePromises();
  assertEquals(statuses, []);
});

Deno.test("RemotePeer.retry() replaces a failed connection at once", () => {
  const { peer, clock, statuses, pcs } = setUp("me", "you");
  peer.connect();
  clock.advance(FAILED_AFTER_MS);
  peer.tick();
  const count = pcs.length;
  peer.retry();
  assertEquals(pcs.length, count + 1);
  assertEquals(statuses.at(-1), { kind: "connecting" });
});

Deno.test("RemotePeer.retry() leaves a working connection alone", () => {
  const { peer, pcs, pc } = setUp("me", "you");
  peer.connect();
  pc().setConnectionState("connected");
  peer.retry();
  assertEquals(pcs.length, 1);
});

Deno.test("RemotePeer.onResume() restarts ICE only where a connection was lost", () => {
  const { peer, pc } = setUp("me", "you");
  peer.connect();
  peer.onResume();
  pc().setConnectionState("connected");
  peer.onResume();
  assertEquals(pc().iceRestartCount, 0);
  pc().setConnectionState("disconnected");
  peer.onResume();
  assertEquals(pc().iceRestartCount, 1);
});

Deno.test("RemotePeer.onNetworkChange() restarts ICE on a working connection without counting it as a failure", () => {
  const { peer, pc, clock, pcs } = setUp("you", "me");
  peer.connect();
  peer.onNetworkChange();
  assertEquals(pc().iceRestartCount, 0);
  pc().setConnectionState("connected");
  peer.onNetworkChange();
  assertEquals(pc().iceRestartCount, 1);
  // Long afterwards, a lost path is restarted first, not replaced.
  clock.advance(60_000);
  pc().setConnectionState("disconnected");
  clock.advance(DISCONNECTED_GRACE_MS);
  peer.tick();
  assertEquals([pc().iceRestartCount, pcs.length], [2, 1]);
});

/** Two connected members, of which `polite` has the lower id, and a way to pass on what they sent. */
async function connectPair() {
  const [polite, impolite] = [setUp("a", "b"), setUp("b", "a")];
  const deliver = async (from: typeof polite, to: typeof polite) => {
    for (const signal of from.sent.splice(0)) to.peer.receiveSignal(signal);
    await settlePromises();
  };
  polite.peer.connect();
  await negotiate(polite.pc());
  await deliver(polite, impolite);
  await deliver(impolite, polite);
  for (const { pc } of [polite, impolite]) {
    pc().setConnectionState("connected");
  }
  return { polite, impolite, deliver };
}

Deno.test("RemotePeer restarts ICE on the polite side once the impolite one allows it", async () => {
  const { polite, impolite, deliver } = await connectPair();
  const before = impolite.pc().localDescription?.sdp;
  polite.peer.onNetworkChange();
  await settlePromises();
  assertEquals(polite.sent.map(({ event }) => event), ["restart-ice"]);
  polite.peer.resendOffer();
  await deliver(polite, impolite);
  await deliver(impolite, polite);
  assertEquals(polite.pc().signalingState, "have-local-offer");
  await deliver(polite, impolite);
  await deliver(impolite, polite);
  assertEquals([polite, impolite].map(({ pc }) => pc().signalingState), [
    "stable",
    "stable",
  ]);
  assert(impolite.pc().localDescription?.sdp !== before);
  polite.clock.advance(RESTART_REQUEST_TIMEOUT_MS);
  polite.peer.tick();
  assertEquals([polite, impolite].map(({ pc }) => pc().iceRestartCount), [
    1,
    0,
  ]);
});

Deno.test("Two peers that restart ICE at once do so once", async () => {
  const { polite, impolite, deliver } = await connectPair();
  for (const { peer } of [polite, impolite]) peer.onNetworkChange();
  await negotiate(impolite.pc());
  await deliver(polite, impolite);
  await deliver(impolite, polite);
  await deliver(polite, impolite);
  polite.peer.resendOffer();
  assertEquals([polite.sent, impolite.sent], [[], []]);
  assertEquals([polite, impolite].map(({ pc }) => pc().iceRestartCount), [
    0,
    1,
  ]);
});

Deno.test("RemotePeer restarts ICE without permission when the impolite side does not know the request", async () => {
  const { polite } = await connectPair();
  const { peer, clock, pc } = polite;
  peer.onNetworkChange();
  await settlePromises();
  clock.advance(RESTART_REQUEST_TIMEOUT_MS - 1);
  peer.tick();
  // A new socket: the time begins again.
  peer.resendOffer();
  clock.advance(RESTART_REQUEST_TIMEOUT_MS - 1);
  peer.tick();
  assertEquals(pc().iceRestartCount, 0);
  clock.advance(1);
  peer.tick();
  peer.tick();
  assertEquals(pc().iceRestartCount, 1);
});

Deno.test("RemotePeer.onResume() gives a failed connection its full time again", () => {
  const { peer, pc, clock, statuses } = setUp("me", "you");
  peer.connect();
  pc().setConnectionState("connected");
  pc().setConnectionState("disconnected");
  clock.advance(FAILED_AFTER_MS);
  peer.tick();
  assertEquals(statuses.at(-1)?.kind, "failed");
  peer.onResume();
  assertEquals(statuses.at(-1)?.kind, "reconnecting");
  clock.advance(FAILED_AFTER_MS - 1);
  peer.tick();
  assertEquals(statuses.at(-1)?.kind, "reconnecting");
  clock.advance(1);
  peer.tick();
  assertEquals(statuses.at(-1)?.kind, "failed");
});

Deno.test("RemotePeer reconnects while it is stalled, restarts ICE once, and is connected when something arrives", async () => {
  const { peer, clock, statuses, pc } = setUp("b", "a");
  peer.connect();
  pc().setConnectionState("connected");
  await settlePromises();
  assertEquals(peer.isReachable, true);
  peer.setLiveness("stalled");
  assertEquals(statuses.at(-1), { kind: "reconnecting" });
  assertEquals([peer.isConnected, peer.isReachable], [true, false]);
  clock.advance(STALLED_GRACE_MS);
  peer.tick();
  clock.advance(10_000);
  peer.tick();
  assertEquals(pc().iceRestartCount, 1);
  peer.setLiveness("alive");
  assertEquals(statuses.at(-1), { kind: "connected", route: null });
  peer.setLiveness("stalled");
  clock.advance(STALLED_GRACE_MS);
  peer.tick();
  assertEquals(pc().iceRestartCount, 2);
});

Deno.test("RemotePeer stays connected while something arrives, whatever the browser reports", () => {
  const { peer, pc, statuses } = setUp("b", "a");
  peer.connect();
  pc().setConnectionState("connected");
  peer.setLiveness("alive");
  // An ICE restart.
  pc().setConnectionState("connecting");
  pc().setConnectionState("disconnected");
  assertEquals(statuses.map(({ kind }) => kind), ["connected"]);
  peer.setLiveness("stalled");
  assertEquals(statuses.at(-1)?.kind, "reconnecting");
  // The browser may report a path on which nothing arrives yet.
  pc().setConnectionState("connected");
  assertEquals(statuses.at(-1)?.kind, "reconnecting");
  peer.setLiveness("alive");
  pc().setConnectionState("failed");
  assertEquals(statuses.at(-1)?.kind, "reconnecting");
});

Deno.test("RemotePeer follows the browser for a page that does not know pings", () => {
  const { peer, pc, statuses } = setUp("b", "a");
  peer.connect();
  for (const state of ["connected", "disconnected", "connected"] as const) {
    pc().setConnectionState(state);
  }
  assertEquals(statuses.map(({ kind }) => kind), [
    "connected",
    "reconnecting",
    "connected",
  ]);
});

Deno.test("RemotePeer.readActivity() counts what arrived on the connection", async () => {
  const { peer, pc } = setUp("b", "a");
  assertEquals(await peer.readActivity(), null);
  peer.connect();
  pc().stats = [{ id: "T", type: "transport", bytesReceived: 7 }];
  assertEquals(await peer.readActivity(), { bytes: 7, checks: 0 });
});
