/** A call whose link has a key, over real features and fake connections. @module */
import { assertEquals } from "@std/assert";
import type { ComputeProof } from "../../../../../client/engine/trust/message_proof.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { CallFixture, joinedCall } from "./call_fixture.ts";

/** Stands for the HMAC: what is proven, in the clear. */
const computeProof: ComputeProof = (message) =>
  Promise.resolve(JSON.stringify(message));

const DESCRIPTION = { type: "offer", sdp: "v=0" };

async function proveInfo(from: string, name: string) {
  const info = { name, session: `page of ${from}`, version: 1 };
  const { session, version: counter } = info;
  const data = Object.entries(info).sort();
  const event = "info";
  const proof = await computeProof(
    { from, to: "", session, toSession: "", counter, event, data },
  );
  return { ...info, proof };
}

async function joinedSealedCall() {
  const fixture = new CallFixture(Promise.resolve(computeProof));
  fixture.call.join("Ann");
  const peers = [
    { id: "a", info: await proveInfo("a", "Ada") },
    { id: "b", info: { name: "Bob" } },
    { id: "c", info: {} },
  ];
  fixture.welcome([], { peers });
  await settlePromises();
  return fixture;
}

Deno.test("A call with a key connects to members that prove theirs, and asks about others", async () => {
  const { pcs, sent, store, call, receive } = await joinedSealedCall();
  const standings = () =>
    store.get().remoteMembers.map(({ standing }) => standing);
  assertEquals(store.get().hasKey, true);
  assertEquals(standings(), ["proven", "unproven", "unknown"]);
  assertEquals(pcs.length, 1);
  pcs[0]?.onnegotiationneeded?.();
  await settlePromises();
  assertEquals(sent.map(({ event, to }) => [event, to]), [
    ["info", undefined],
    ["description", "a"],
  ]);
  const { proof } = Object(sent[1]?.data);
  assertEquals(proof.toSession, "page of a");
  receive("peer-info", { id: "c", info: await proveInfo("c", "Cho") });
  await settlePromises();
  assertEquals(pcs.length, 2);
  call.allowMember("b");
  assertEquals(pcs.length, 3);
  assertEquals(standings(), ["proven", "allowed", "proven"]);
});

Deno.test("A call with a key answers no offer without a proof, and says so", async () => {
  const { pcs, sent, store, call, kinds, receive, clock } =
    await joinedSealedCall();
  const connection = { generation: 9, by: "a" };
  receive("description", { connection, description: DESCRIPTION }, "a");
  receive(
    "description",
    { connection: { generation: 9, by: "b" }, description: DESCRIPTION },
    "b",
  );
  await settlePromises();
  assertEquals(pcs.length, 1);
  assertEquals(pcs[0]?.remoteDescription, null);
  assertEquals(store.get().remoteMembers[0]?.standing, "forged");
  assertEquals(kinds(), ["forged"]);
  // No connection by itself to a member that proves nothing.
  clock.advance(12_000);
  assertEquals(
    store.get().remoteMembers.map(({ id }) => id),
    ["a", "b", "c"],
  );
  assertEquals(store.get().remoteMembers[1]?.status.kind, "connecting");
  // Ours is newer than the one that was refused, so the other side takes it.
  call.allowMember("b");
  pcs.at(-1)?.onnegotiationneeded?.();
  await settlePromises();
  const offer = sent.findLast(({ event }) => event === "description");
  assertEquals(offer?.to, "b");
  assertEquals(Object(offer?.data).connection.generation, 10);
});

Deno.test("The name of a member with the key is not one that came without a proof", async () => {
  const fixture = new CallFixture(Promise.resolve(computeProof));
  fixture.call.join("Ann");
  // The server knows the page's id, and takes the highest version.
  const info = { name: "Eve", session: "page of a", version: 1e300 };
  fixture.welcome([], { peers: [{ id: "a", info }] });
  await settlePromises();
  const { store, receive } = fixture;
  const member = () => store.get().remoteMembers[0];
  assertEquals(member()?.info.name, "Eve");
  assertEquals(member()?.standing, "unproven");
  const proof = { session: "page of a", toSession: "id", counter: 1 };
  const mac = await computeProof({
    ...proof,
    from: "a",
    to: store.get().room.selfId,
    event: "description",
    data: [0, "a", "offer", "v=0"],
  });
  const connection = { generation: 0, by: "a" };
  const offer = { connection, description: DESCRIPTION };
  receive("description", { ...offer, proof: { ...proof, mac } }, "a");
  await settlePromises();
  assertEquals(member()?.standing, "proven");
  assertEquals(member()?.info.name, "");
  receive("peer-info", { id: "a", info: await proveInfo("a", "Ada") });
  await settlePromises();
  assertEquals(member()?.info.name, "Ada");
});

Deno.test("A connection from before the proof is replaced, since it may be of anyone", async () => {
  const { pcs, store, call, receive } = await joinedSealedCall();
  call.allowMember("b");
  assertEquals(pcs.length, 2);
  receive("peer-info", { id: "b", info: await proveInfo("b", "Bob") });
  await settlePromises();
  assertEquals(store.get().remoteMembers[1]?.standing, "proven");
  assertEquals(pcs.length, 3);
  assertEquals(pcs[1]?.connectionState, "closed");
});

Deno.test("A profile that comes before its member does not count", () => {
  const { store, receive } = joinedCall([]);
  const session = "page of a";
  receive("peer-info", { id: "a", info: { name: "Eve", session, version: 9 } });
  receive("peer-joined", {
    id: "a",
    info: { name: "Ann", session, version: 1 },
  });
  receive("peer-info", { id: "a", info: { name: "Ada", session, version: 2 } });
  assertEquals(store.get().remoteMembers[0]?.info.name, "Ada");
});

Deno.test("A call without a key takes everything, and notices who has one", async () => {
  const { store, pcs, receive } = joinedCall(["a"]);
  receive("peer-joined", { id: "b", info: await proveInfo("b", "Bob") });
  const standings = () =>
    store.get().remoteMembers.map(({ standing }) => standing);
  assertEquals(store.get().hasKey, false);
  assertEquals(standings(), ["allowed", "key-holder"]);
  receive("peer-info", { id: "a", info: await proveInfo("a", "Ada") });
  assertEquals(standings(), ["key-holder", "key-holder"]);
  const connection = { generation: 1, by: "b" };
  receive("description", { connection, description: DESCRIPTION }, "b");
  assertEquals(pcs.length, 2);
});
