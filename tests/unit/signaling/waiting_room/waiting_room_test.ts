import { assertEquals, assertThrows } from "@std/assert";
import {
  KNOCK_COOLDOWN_MS,
  NAMELESS_KNOCK_TIMEOUT_MS,
} from "../../../../signaling/waiting_room/knock_quota.ts";
import { MAX_KNOCK_NAME_LENGTH } from "../../../../signaling/protocol.ts";
import {
  createClientInfo,
  FakeHub,
  JoinRefusedError,
} from "../../../fakes/fake_hub.ts";

const room = "tea";

/** A locked room with a host and another member; nothing unread. */
function lockedRoom(limits: ConstructorParameters<typeof FakeHub>[0] = {}) {
  const hub = new FakeHub(limits);
  const a = hub.join({ room });
  const b = hub.join({ room });
  hub.sendFromMember(b.seat, { event: "lock", data: { locked: true } });
  for (const { client } of [a, b]) client.takeMessages();
  hub.effectLog.length = 0;
  return { hub, a, b };
}

function codes(
  client: { takeMessages(): { event: string; data?: unknown }[] },
) {
  return client.takeMessages().filter(({ event }) => event === "error").map((
    m,
  ) => Object(m.data).code);
}

Deno.test("a newcomer to a locked room receives `locked` and nothing of the room", () => {
  const { hub, a } = lockedRoom();
  const { client } = hub.knock(null, { room });
  assertEquals(client.takeMessages(), [
    { event: "locked", data: { room, waitSeconds: 120 } },
  ]);
  hub.sendFromMember(a.seat, { event: "chat", data: "secret" });
  assertEquals(client.takeMessages(), []);
  assertEquals(a.client.takeMessages(), []);
  assertEquals(hub.effectLog.filter((line) => !line.startsWith("relayed")), []);
});

Deno.test("a knock is announced to all members, and to one who joins later", () => {
  const { hub, a, b } = lockedRoom();
  const cho = hub.knock("Cho", { room });
  const announced = { event: "knock", data: { id: cho.knock.id, name: "Cho" } };
  assertEquals(a.client.takeMessages(), [announced]);
  assertEquals(b.client.takeMessages(), [announced]);
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  const again = hub.join({ resumeToken: b.welcome.resume });
  assertEquals(again.welcome.knocks, [{ id: cho.knock.id, name: "Cho" }]);
  assertEquals(again.welcome.locked, true);
});

Deno.test("`admit` of any member gives the knocker a seat with the id of the knock", () => {
  const { hub, a, b } = lockedRoom();
  const { client, knock } = hub.knock("Cho", { room });
  a.client.takeMessages();
  b.client.takeMessages();
  hub.sendFromMember(b.seat, { event: "admit", data: { id: knock.id } });
  const ended = { id: knock.id, reason: "admitted", by: "p2" };
  assertEquals(a.client.takeMessages(), [
    { event: "knock-ended", data: ended },
    { event: "peer-joined", data: { id: knock.id, info: {} } },
  ]);
  const [, welcome] = client.takeMessages();
  assertEquals(Object(welcome?.data).id, knock.id);
  assertEquals(Object(welcome?.data).hosts, ["p1"]);
  assertEquals(knock.seat?.id, knock.id);
  assertEquals(hub.effectLog, [`opened ${knock.id}`]);
});

Deno.test("`refuse` closes the knocker with its code, and it may knock again", () => {
  const { hub, a } = lockedRoom({ maxKnocksPerAddress: 2 });
  const { client, knock } = hub.knock("Cho", { room });
  hub.sendFromMember(a.seat, { event: "refuse", data: { id: knock.id } });
  assertEquals(codes(client), ["knock-refused"]);
  assertEquals(client.closed, { code: 4010, reason: "knock-refused" });
  assertEquals(a.client.takeMessages().at(-1), {
    event: "knock-ended",
    data: { id: knock.id, reason: "refused", by: "p1" },
  });
  hub.knock("Cho", { room });
  assertEquals(a.client.takeEventNames(), ["knock"]);
});

Deno.test("`admit` and `refuse` of a knock that is gone, nameless or unknown are unknown-knock", () => {
  const { hub, a } = lockedRoom();
  const gone = hub.knock("Cho", { room });
  hub.hub.detachKnock(gone.knock, hub.nowMs);
  const nameless = hub.knock(null, { room });
  for (const id of [gone.knock.id, nameless.knock.id, "p9", "p1"]) {
    hub.sendFromMember(a.seat, { event: "admit", data: { id } });
    hub.sendFromMember(a.seat, { event: "refuse", data: { id } });
  }
  assertEquals(codes(a.client), Array(8).fill("unknown-knock"));
  assertEquals(nameless.client.closed, null);
});

Deno.test("the end of a knock is announced to the members once", () => {
  const { hub, a } = lockedRoom();
  const cho = hub.knock("Cho", { room });
  const dan = hub.knock("Dan", { room });
  a.client.takeMessages();
  hub.hub.detachKnock(cho.knock, hub.nowMs);
  hub.hub.detachKnock(cho.knock, hub.nowMs);
  hub.sendFromKnocker(dan.knock, { event: "leave" });
  assertEquals(
    a.client.takeMessages(),
    [cho, dan].map(({ knock }) => ({
      event: "knock-ended",
      data: { id: knock.id, reason: "gone", by: null },
    })),
  );
  assertEquals(dan.client.closed, { code: 1000, reason: "left" });
});

Deno.test("a knock expires after its time and not earlier", () => {
  const { hub, a } = lockedRoom();
  const { client, knock } = hub.knock("Cho", { room });
  a.client.takeMessages();
  hub.hub.sweep(hub.nowMs + 119_999);
  assertEquals(client.closed, null);
  hub.hub.sweep(hub.nowMs + 120_000);
  assertEquals(client.closed, { code: 4011, reason: "knock-expired" });
  assertEquals(codes(client), ["knock-expired"]);
  assertEquals(a.client.takeMessages(), [{
    event: "knock-ended",
    data: { id: knock.id, reason: "expired", by: null },
  }]);
});

Deno.test("a knock without a name expires soon, since nobody can refuse it", () => {
  const { hub, a } = lockedRoom({ maxKnocksPerRoom: 3 });
  const named = hub.knock("Cho", {
    room,
    client: createClientInfo("192.0.2.2"),
  });
  const nameless = [3, 4].map((host) =>
    hub.knock(null, { room, client: createClientInfo(`192.0.2.${host}`) })
  );
  a.client.takeMessages();
  const dan = { room, client: createClientInfo("192.0.2.5") };
  hub.nowMs += NAMELESS_KNOCK_TIMEOUT_MS - 1;
  hub.hub.sweep(hub.nowMs);
  assertThrows(
    () => hub.knock("Dan", dan),
    JoinRefusedError,
    "too-many-knocks",
  );
  hub.nowMs += 1;
  hub.hub.sweep(hub.nowMs);
  for (const { client } of nameless) {
    assertEquals(client.closed, { code: 4011, reason: "knock-expired" });
  }
  hub.knock("Dan", dan);
  assertEquals([named.client.closed, a.client.takeEventNames()], [null, [
    "knock",
  ]]);
});

Deno.test("a room limits its knocks over all addresses", () => {
  const { hub } = lockedRoom({ maxKnocksPerRoom: 2 });
  for (const address of ["192.0.2.2", "192.0.2.3"]) {
    hub.knock("Cho", { room, client: createClientInfo(address) });
  }
  const client = createClientInfo("192.0.2.4");
  const error = assertThrows(
    () => hub.knock("Dan", { room, client }),
    JoinRefusedError,
  );
  assertEquals([error.code, error.close], ["too-many-knocks", 4009]);
});

Deno.test("an address that knocks again and again has to wait", () => {
  const { hub, a } = lockedRoom({ maxKnocksPerAddress: 2 });
  for (let i = 0; i < 2; i++) {
    const { knock } = hub.knock("Cho", { room });
    hub.hub.detachKnock(knock, hub.nowMs);
  }
  a.client.takeMessages();
  hub.nowMs += KNOCK_COOLDOWN_MS - 1;
  assertThrows(
    () => hub.knock("Cho", { room }),
    JoinRefusedError,
    "too-many-knocks",
  );
  assertEquals(a.client.takeMessages(), []);
  hub.knock("Dan", { room, client: createClientInfo("192.0.2.2") });
  hub.nowMs += 1;
  hub.knock("Cho", { room });
  assertEquals(a.client.takeEventNames(), ["knock", "knock"]);
});

Deno.test("an admitted knock no longer counts for its address", () => {
  const { hub, a } = lockedRoom({ maxKnocksPerAddress: 1, maxRoomMembers: 9 });
  for (let i = 0; i < 3; i++) {
    const { knock } = hub.knock("Cho", { room });
    hub.sendFromMember(a.seat, { event: "admit", data: { id: knock.id } });
  }
  assertEquals(hub.hub.seats.size, 5);
});

Deno.test("a full room does not admit, and the knock stays", () => {
  const { hub, a } = lockedRoom({ maxRoomMembers: 3 });
  const cho = hub.knock("Cho", { room });
  const dan = hub.knock("Dan", { room });
  hub.sendFromMember(a.seat, { event: "admit", data: { id: cho.knock.id } });
  a.client.takeMessages();
  hub.sendFromMember(a.seat, { event: "admit", data: { id: dan.knock.id } });
  assertEquals(codes(a.client), ["room-full"]);
  assertEquals([dan.client.closed, dan.knock.seat], [null, null]);
  assertThrows(
    () => hub.knock("Eve", { room }),
    JoinRefusedError,
    "room-full 4003",
  );
});

Deno.test("a client in the waiting room may only knock, ping and leave", () => {
  const { hub, a } = lockedRoom();
  const { client, knock } = hub.knock(null, { room });
  client.takeMessages();
  for (const event of ["info", "offer", "admit", "lock", "end", "peer-left"]) {
    hub.sendFromKnocker(knock, { event, data: { id: knock.id }, to: "p1" });
  }
  assertEquals(codes(client), Array(6).fill("not-admitted"));
  const long = "x".repeat(MAX_KNOCK_NAME_LENGTH + 1);
  for (const data of [{}, null, "Cho", { name: 1 }, { name: long }]) {
    hub.sendFromKnocker(knock, { event: "knock", data });
  }
  assertEquals(codes(client), Array(5).fill("bad-data"));
  assertEquals(a.client.takeMessages(), []);
  hub.sendFromKnocker(knock, { event: "ping", data: { received: 3 } });
  assertEquals(client.takeMessages(), [{
    event: "pong",
    data: { received: null },
  }]);
  for (const name of ["Cho", "Dan"]) {
    hub.sendFromKnocker(knock, { event: "knock", data: { name } });
  }
  assertEquals(a.client.takeMessages().map(({ data }) => Object(data).name), [
    "Cho",
  ]);
});

Deno.test("a knock cannot be reached from another room or by `to`", () => {
  const { hub, a } = lockedRoom();
  const other = hub.join({ room: "other" });
  const { client, knock } = hub.knock("Cho", { room });
  client.takeMessages();
  hub.sendFromMember(other.seat, { event: "admit", data: { id: knock.id } });
  hub.sendFromMember(a.seat, { event: "x", to: knock.id });
  assertEquals(client.takeMessages(), []);
  assertEquals(codes(other.client), ["unknown-knock"]);
  assertEquals(codes(a.client), ["unknown-peer"]);
});

Deno.test("unlocking admits all knocks until the room is full", () => {
  const { hub, a } = lockedRoom({ maxRoomMembers: 3 });
  const cho = hub.knock("Cho", { room });
  const dan = hub.knock("Dan", { room });
  a.client.takeMessages();
  hub.sendFromMember(a.seat, { event: "lock", data: { locked: false } });
  assertEquals(cho.knock.seat?.id, cho.knock.id);
  assertEquals(dan.client.closed, { code: 4003, reason: "room-full" });
  assertEquals(a.client.takeEventNames(), [
    "room",
    "knock-ended",
    "peer-joined",
    "knock-ended",
  ]);
});

Deno.test("when the last member leaves, knocks end with locked-out and may open the room", () => {
  const { hub, a, b } = lockedRoom();
  const { client } = hub.knock("Cho", { room });
  for (const { seat } of [a, b]) hub.sendFromMember(seat, { event: "leave" });
  assertEquals(client.closed, { code: 4014, reason: "locked-out" });
  const again = hub.join({ room });
  assertEquals(again.welcome.hosts, [again.welcome.id]);
  assertEquals(again.welcome.locked, false);
});

Deno.test("a shutdown closes knocks with 1012", () => {
  const { hub } = lockedRoom();
  const { client } = hub.knock("Cho", { room });
  hub.hub.shutDown(hub.nowMs);
  assertEquals(client.closed, { code: 1012, reason: "restart" });
});

Deno.test("an admitted member whose socket is lost resumes its seat", () => {
  const { hub, a } = lockedRoom();
  const { client, knock } = hub.knock("Cho", { room });
  hub.sendFromMember(a.seat, { event: "admit", data: { id: knock.id } });
  const { seat } = knock;
  const resume = Object(client.takeMessages()[1]?.data).resume;
  if (seat) hub.hub.detachSeat(seat, client, "timeout", hub.nowMs);
  assertEquals(hub.join({ resumeToken: resume }).welcome.id, knock.id);
});
