import { assert, assertEquals } from "@std/assert";
import {
  FAILED_AFTER_MS,
  OFFER_WAIT_MS,
  type PeerStatus,
  RemotePeer,
  ROUTE_POLL_MS,
} from "../../../../../client/engine/peer/remote_peer.ts";
import {
  CONNECT_TIMEOUT_MS,
  DISCONNECTED_GRACE_MS,
  POLITE_WAIT_MS,
} from "../../../../../client/engine/peer/connection_recovery.ts";
import type { PeerSignal } from "../../../../../client/engine/peer/peer_signal.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import { makeFakeStream } from "../../fakes/fake_media.ts";
import { FakePeerConnection } from "../../fakes/fake_pc.ts";

function setUp(selfId: string, id: string) {
  const clock = new FakeClock();
  const pcs: FakePeerConnection[] = [];
  const sent: PeerSignal[] = [];
  const statuses: PeerStatus[] = [];
  const peer = new RemotePeer({
    id,
    selfId,
    clock,
    makePc: () => {
      const fake = new FakePeerConnection();
      pcs.push(fake);
      return fake.pc;
    },
    stream: makeFakeStream([]),
    screenStream: makeFakeStream([]),
    tracks: () => ({
      audio: null,
      video: null,
      screen: null,
      screenAudio: null,
    }),
    send: (signal) => sent.push(signal),
    onStatus: (status) => statuses.push(status),
    onTrack: () => {},
    onChannel: () => {},
    onError: () => {},
  });
  const pc = (): FakePeerConnection => {
    const last = pcs.at(-1);
    if (!last) throw new TypeError("No connection was made");
    return last;
  };
  return { peer, clock, pcs, sent, statuses, pc };
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

Deno.test("Peer answers the connection that a newcomer offers", async () => {
  const { peer, sent, pcs } = setUp("me", "you");
  peer.receiveSignal(offerOf(0, "you"));
  await settlePromises();
  assertEquals(pcs.length, 1);
  const [answer] = sent;
  assert(answer?.event === "description");
  assertEquals(answer.description.type, "answer");
});

Deno.test("Peer calls when the one who should does not", () => {
  const { peer, clock, pcs } = setUp("me", "you");
  clock.advance(OFFER_WAIT_MS - 1);
  peer.tick();
  assertEquals(pcs.length, 0);
  clock.advance(1);
  peer.tick();
  assertEquals(pcs.length, 1);
});

Deno.test("Peer goes over to a newer connection of the other side", () => {
  const { peer, pcs } = setUp("me", "you");
  peer.connect();
  peer.receiveSignal(offerOf(1, "you"));
  assertEquals(pcs.map((fake) => fake.signalingState), ["closed", "stable"]);
});

Deno.test.each([
  { generation: 0, by: "you", why: "an older one" },
  { generation: 5, by: "stranger", why: "one of somebody else" },
])("Peer does not go over to $why", ({ generation, by }) => {
  const { peer, pcs } = setUp("zz", "you");
  peer.connect();
  peer.receiveSignal(offerOf(generation, by));
  assertEquals(pcs.length, 1);
});

Deno.test("Two peers that call each other at once agree on one connection", async () => {
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
  // b's is the greater id: a gave its own up and answered.
  assertEquals([a.pcs.length, b.pcs.length], [2, 1]);
  assertEquals(a.pc().signalingState, "stable");
  assertEquals(b.pc().signalingState, "stable");
  assertEquals(b.pc().remoteDescription?.type, "answer");
});

Deno.test("Peer tells in words how the connection does", async () => {
  const { peer, pc, statuses, clock } = setUp("you", "me");
  peer.connect();
  pc().stats = [
    { id: "p", type: "candidate-pair", selected: true, localCandidateId: "l" },
    { id: "l", type: "local-candidate", candidateType: "relay" },
  ];
  pc().setConnectionState("connecting");
  pc().setConnectionState("connected");
  await settlePromises();
  pc().setConnectionState("disconnected");
  clock.advance(DISCONNECTED_GRACE_MS);
  peer.tick();
  assertEquals(pc().iceRestartCount, 1);
  pc().setConnectionState("connected");
  await settlePromises();
  assertEquals(statuses, [
    { kind: "connected", route: null },
    { kind: "connected", route: "relayed" },
    { kind: "reconnecting" },
    { kind: "connected", route: null },
    { kind: "connected", route: "relayed" },
  ]);
});

Deno.test("Peer notices a route that changes while it is connected", async () => {
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

Deno.test("Peer replaces a connection that does not come up, and says that nobody answers", () => {
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

Deno.test("Peer says that there is no path when the other side did answer", async () => {
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

Deno.test("Peer.retry() begins anew for someone who does not want to wait", () => {
  const { peer, clock, statuses, pcs } = setUp("me", "you");
  peer.connect();
  clock.advance(FAILED_AFTER_MS);
  peer.tick();
  const count = pcs.length;
  peer.retry();
  assertEquals(pcs.length, count + 1);
  assertEquals(statuses.at(-1), { kind: "connecting" });
});

Deno.test("Peer.retry() leaves a connection that works", () => {
  const { peer, pcs, pc } = setUp("me", "you");
  peer.connect();
  pc().setConnectionState("connected");
  peer.retry();
  assertEquals(pcs.length, 1);
});

Deno.test("RemotePeer.onResume() looks for a path only where there was one and is none", () => {
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

Deno.test("RemotePeer.onNetworkChange() searches anew where a path seems to be good, and judges it no worse", () => {
  const { peer, pc, clock, pcs } = setUp("you", "me");
  peer.connect();
  peer.onNetworkChange();
  assertEquals(pc().iceRestartCount, 0);
  pc().setConnectionState("connected");
  peer.onNetworkChange();
  assertEquals(pc().iceRestartCount, 1);
  // Long after, a path that breaks is restarted first, not replaced.
  clock.advance(60_000);
  pc().setConnectionState("disconnected");
  clock.advance(DISCONNECTED_GRACE_MS);
  peer.tick();
  assertEquals([pc().iceRestartCount, pcs.length], [2, 1]);
});

Deno.test("RemotePeer.onResume() takes back that a connection failed, and gives it its time again", () => {
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
