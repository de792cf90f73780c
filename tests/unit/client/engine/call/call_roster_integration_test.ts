/** Other members of a call, over real features and fake connections. @module */
import { assertEquals, assertObjectMatch } from "@std/assert";
import { MEMBER_TICK_MS } from "../../../../../client/engine/call/call.ts";
import { PAGE_MAX_MEMBERS } from "../../../../../signaling/protocol.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { joinedCall } from "./call_fixture.ts";

Deno.test("Call.join() sends its profile and connects to the members that are present", async () => {
  const { sent, pcs, store } = joinedCall(["a", "b"]);
  assertEquals(sent.map(({ event }) => event), ["info"]);
  assertObjectMatch(Object(sent[0]?.data), {
    name: "Ann",
    muted: true,
    cameraOff: true,
    sharing: false,
  });
  assertEquals(pcs.length, 2);
  pcs[0]?.onnegotiationneeded?.();
  await settlePromises();
  assertEquals(sent.at(-1)?.to, "a");
  assertEquals(sent.at(-1)?.event, "description");
  assertEquals(store.get().phase, "joined");
});

Deno.test("Call waits for the offer of a newcomer, and announces it once it has a name", () => {
  const { receive, pcs, ids, kinds, store } = joinedCall([]);
  receive("peer-joined", { id: "c", info: {} });
  assertEquals([ids(), kinds(), pcs.length], [["c"], [], 0]);
  receive("peer-info", { id: "c", info: { name: "Cho" } });
  assertEquals(kinds(), ["joined"]);
  assertEquals(store.get().notices[0]?.name, "Cho");
  receive("peer-info", { id: "c", info: { name: "Cho", muted: true } });
  assertEquals(kinds(), ["joined"]);
  assertEquals(store.get().remoteMembers[0]?.info.muted, true);
});

Deno.test("Call leaves a room that is full", () => {
  const peers = Array.from({ length: PAGE_MAX_MEMBERS }, (_, i) => `p${i}`);
  const { store, sent, pcs, clock } = joinedCall(peers);
  assertEquals(store.get().phase, "refused");
  assertEquals(store.get().refusal, "room-full");
  assertEquals(sent.map((m) => m.event), ["leave"]);
  clock.advance(60_000);
  assertEquals(pcs, []);
});

Deno.test.each([
  { reason: "left" },
  { reason: "closed" },
])("Call removes a member at once that left ($reason)", ({ reason }) => {
  const { receive, ids, pcs, kinds } = joinedCall(["a"]);
  pcs[0]?.setConnectionState("connected");
  receive("peer-left", { id: "a", reason });
  assertEquals(ids(), []);
  assertEquals(pcs[0]?.connectionState, "closed");
  assertEquals(kinds(), ["left"]);
});

Deno.test("Call keeps a member whose seat was lost while its media flows", () => {
  const { receive, ids, pcs, clock, kinds } = joinedCall(["a"]);
  pcs[0]?.setConnectionState("connected");
  receive("peer-left", { id: "a", reason: "timeout" });
  for (let i = 0; i < 6; i++) {
    clock.advance(9_000);
    receive("pong", { received: null });
  }
  assertEquals(ids(), ["a"]);
  pcs[0]?.setConnectionState("failed");
  for (let i = 0; i < 6; i++) {
    clock.advance(MEMBER_TICK_MS);
    receive("pong", { received: null });
  }
  assertEquals(ids(), []);
  assertEquals(kinds(), ["lost"]);
});

Deno.test("Call keeps connections over a restart of the server", () => {
  const { welcome, ids, pcs, clock, cut, resume } = joinedCall(["a", "b"]);
  pcs[0]?.setConnectionState("connected");
  cut();
  clock.advance(500);
  assertEquals(resume()?.token, "T");
  // The restarted server begins with an empty room, then the members return.
  welcome([]);
  clock.advance(10 * MEMBER_TICK_MS);
  assertEquals(ids(), ["a", "b"]);
  assertEquals(pcs[0]?.connectionState, "connected");
  cut();
  clock.advance(500);
  welcome(["a"]);
  assertEquals(pcs[0]?.connectionState, "connected");
  assertEquals(pcs.length, 2);
});

Deno.test("Call replaces all connections under a new id", () => {
  const { welcome, pcs, clock, cut, ids } = joinedCall(["a"]);
  pcs[0]?.setConnectionState("connected");
  cut();
  clock.advance(500);
  welcome(["a"], { id: "other" });
  assertEquals(pcs.map((fake) => fake.connectionState), ["closed", "new"]);
  assertEquals(ids(), ["a"]);
});

Deno.test("Call keeps the media of a member that the server disconnected", () => {
  const { receive, pcs, ids } = joinedCall(["a"]);
  const [pc] = pcs;
  if (pc) pc.connectionState = "connected";
  receive("peer-left", { id: "a", reason: "policy" });
  assertEquals(ids(), ["a"]);
});

Deno.test("Call passes new ICE servers to existing connections", () => {
  const { receive, pcs } = joinedCall(["a"]);
  const iceServers = [{ urls: ["stun:a.test"] }];
  receive("ice-servers", { iceServers, ttlSeconds: 60 });
  assertEquals(pcs[0]?.configuration, {
    bundlePolicy: "max-bundle",
    iceServers,
  });
});

Deno.test("Call ignores a message of an unknown member", () => {
  const { receive, pcs } = joinedCall([]);
  receive("description", {
    connection: { generation: 0, by: "x" },
    description: { type: "offer", sdp: "" },
  }, "x");
  assertEquals(pcs, []);
});

Deno.test("Call drops the media of a member that a host removed", () => {
  const { receive, pcs, ids, kinds } = joinedCall(["a"]);
  const [pc] = pcs;
  if (pc) pc.connectionState = "connected";
  receive("peer-left", { id: "a", reason: "kicked" });
  assertEquals([ids(), pc?.connectionState], [[], "closed"]);
  assertEquals(kinds(), ["kicked"]);
});

Deno.test("Call notes that there is no video format in common with a member", async () => {
  const { pcs, store, clock } = joinedCall(["a"]);
  const [pc] = pcs;
  pc?.onnegotiationneeded?.();
  await settlePromises();
  const hasVideoFormat = () => store.get().remoteMembers[0]?.hasVideoFormat;
  assertEquals(hasVideoFormat(), true);
  const sdp = "v=0\r\nm=audio 9 x 111\r\nm=video 0 x 96\r\n";
  await pc?.setRemoteDescription({ type: "answer", sdp });
  pc?.setConnectionState("connected");
  clock.advance(MEMBER_TICK_MS);
  assertEquals(hasVideoFormat(), false);
});
