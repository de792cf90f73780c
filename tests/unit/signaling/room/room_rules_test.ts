import { assertEquals, assertThrows } from "@std/assert";
import {
  createClientInfo,
  FakeHub,
  JoinRefusedError,
} from "../../../fakes/fake_hub.ts";

const room = "tea";

/** A host and two members; nothing unread. */
function threeMembers() {
  const hub = new FakeHub({ maxRoomMembers: 9 });
  const [a, b, c] = [
    hub.join({ room }),
    hub.join({ room }),
    hub.join({ room }),
  ];
  for (const { client } of [a, b, c]) client.takeMessages();
  hub.effectLog.length = 0;
  return { hub, a, b, c };
}

function code(client: { takeMessages(): { data?: unknown }[] }): unknown {
  return Object(client.takeMessages().at(-1)?.data).code;
}

/** The last rules that a client received, without the token. */
function rules(
  client: { takeMessages(): { event: string; data?: unknown }[] },
) {
  const { locked, hosts } = Object(
    client.takeMessages().findLast(({ event }) => event === "room")?.data,
  );
  return { locked, hosts };
}

Deno.test("the first member of a room is its host, and newcomers receive that", () => {
  const hub = new FakeHub();
  assertEquals(hub.join({ room }).welcome.hosts, ["p1"]);
  const { hosts, locked, knocks } = hub.join({ room }).welcome;
  assertEquals({ hosts, locked, knocks }, {
    hosts: ["p1"],
    locked: false,
    knocks: [],
  });
});

Deno.test("the default room has no hosts and no lock", () => {
  const hub = new FakeHub();
  const { hosts, locked } = hub.join().welcome;
  assertEquals({ hosts, locked }, { hosts: [], locked: false });
});

Deno.test("`lock` of any member is sent to all members, unless it changes nothing", () => {
  const { hub, a, b, c } = threeMembers();
  hub.sendFromMember(b.seat, { event: "lock", data: { locked: true } });
  for (const { client } of [a, b, c]) {
    assertEquals(rules(client), { locked: true, hosts: ["p1"] });
  }
  hub.sendFromMember(c.seat, { event: "lock", data: { locked: true } });
  assertEquals(a.client.takeMessages(), []);
  hub.sendFromMember(c.seat, { event: "lock", data: { locked: false } });
  assertEquals(rules(a.client), { locked: false, hosts: ["p1"] });
});

Deno.test("unlocking is rate limited for each member", () => {
  const { hub, a, b } = threeMembers();
  const turn = (member: typeof a, locked: boolean) =>
    hub.sendFromMember(member.seat, { event: "lock", data: { locked } });
  for (let i = 0; i < 8; i++) turn(b, i % 2 === 0);
  assertEquals(b.client.takeMessages().length, 8);
  turn(b, true);
  turn(b, false);
  assertEquals(code(b.client), "too-many-changes");
  turn(a, false);
  assertEquals(rules(b.client).locked, false);
  turn(a, true);
  hub.nowMs += 999;
  turn(b, false);
  assertEquals(code(b.client), "too-many-changes");
  hub.nowMs += 1;
  turn(b, false);
  assertEquals(rules(b.client).locked, false);
});

Deno.test("locking is never refused after many changes, so that `remove` can follow it", () => {
  const { hub, a } = threeMembers();
  for (let i = 0; i < 9; i++) {
    hub.sendFromMember(a.seat, {
      event: "lock",
      data: { locked: i % 2 === 0 },
    });
  }
  hub.sendFromMember(a.seat, { event: "remove", data: { id: "p2" } });
  const events = a.client.takeMessages();
  assertEquals(events.filter(({ event }) => event === "error"), []);
  assertEquals(hub.hub.rooms.get(room)?.rules.locked, true);
});

Deno.test.each([{}, null, { locked: "yes" }, { locked: 1 }, "yes"])(
  "`lock` with %j is bad-data",
  (data) => {
    const { hub, b } = threeMembers();
    hub.sendFromMember(b.seat, { event: "lock", data });
    assertEquals(code(b.client), "bad-data");
  },
);

Deno.test.each(["host", "mute", "remove", "end"])(
  "`%s` of a member who is not a host is not-host and changes nothing",
  (event) => {
    const { hub, a, b, c } = threeMembers();
    hub.sendFromMember(b.seat, { event, data: { id: "p3" } });
    assertEquals(code(b.client), "not-host");
    assertEquals([a.client.takeMessages(), c.client.takeMessages()], [[], []]);
  },
);

Deno.test.each(["host", "mute", "remove"])(
  "`%s` of a host names another member of the room",
  (event) => {
    const { hub, a } = threeMembers();
    const other = hub.join({ room: "other" });
    for (const id of ["p9", "p1", other.welcome.id]) {
      hub.sendFromMember(a.seat, { event, data: { id } });
      assertEquals(code(a.client), "unknown-peer");
    }
    for (const data of [{}, null, { id: 2 }]) {
      hub.sendFromMember(a.seat, { event, data });
      assertEquals(code(a.client), "bad-data");
    }
  },
);

Deno.test("`mute` sends `muted` to that member only, and nobody else can send it", () => {
  const { hub, a, b, c } = threeMembers();
  hub.sendFromMember(a.seat, { event: "mute", data: { id: "p2" } });
  assertEquals(b.client.takeMessages(), [{
    event: "muted",
    data: { by: "p1" },
  }]);
  assertEquals(c.client.takeMessages(), []);
  hub.sendFromMember(c.seat, { event: "muted", to: "p2", data: { by: "p1" } });
  assertEquals(b.client.takeMessages(), []);
  assertEquals(code(c.client), "reserved-event");
});

Deno.test("`host` names a second host, who keeps the role when the first leaves", () => {
  const { hub, a, b, c } = threeMembers();
  hub.sendFromMember(a.seat, { event: "host", data: { id: "p3" } });
  assertEquals(rules(b.client), { locked: false, hosts: ["p1", "p3"] });
  hub.sendFromMember(a.seat, { event: "leave" });
  assertEquals(rules(b.client), { locked: false, hosts: ["p3"] });
  hub.sendFromMember(c.seat, { event: "mute", data: { id: "p2" } });
  assertEquals(b.client.takeEventNames(), ["muted"]);
});

Deno.test("when the last host leaves, the member who joined first becomes host", () => {
  const { hub, a, b, c } = threeMembers();
  hub.sendFromMember(a.seat, { event: "leave" });
  assertEquals(rules(c.client), { locked: false, hosts: ["p2"] });
  hub.sendFromMember(b.seat, { event: "remove", data: { id: "p3" } });
  assertEquals(c.client.closed?.code, 4012);
});

Deno.test("a host whose socket is lost stays host for the grace time and no longer", () => {
  const { hub, a, b } = threeMembers();
  hub.hub.detachSeat(a.seat, a.client, "timeout", hub.nowMs);
  hub.hub.sweep(hub.nowMs + 29_999);
  assertEquals(b.client.takeMessages(), []);
  const again = hub.join({ resumeToken: a.welcome.resume });
  assertEquals(again.welcome.hosts, ["p1"]);
  hub.hub.detachSeat(again.seat, again.client, "timeout", hub.nowMs);
  hub.hub.sweep(hub.nowMs + 30_000);
  assertEquals(rules(b.client), { locked: false, hosts: ["p2"] });
});

Deno.test("a host who comes back after the grace time is host again, beside the next", () => {
  const { hub, a, b } = threeMembers();
  hub.hub.detachSeat(a.seat, a.client, "timeout", hub.nowMs);
  hub.hub.sweep(hub.nowMs + 30_000);
  hub.join({ resumeToken: a.welcome.resume });
  assertEquals(rules(b.client), { locked: false, hosts: ["p2", "p1"] });
});

Deno.test("a member of a locked room who is away beyond the grace time comes back without knocking", () => {
  const { hub, a, b } = threeMembers();
  hub.sendFromMember(a.seat, { event: "lock", data: { locked: true } });
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  hub.hub.sweep(hub.nowMs + 30_000);
  const again = hub.join({ resumeToken: b.welcome.resume });
  assertEquals([again.welcome.id, again.welcome.locked], ["p2", true]);
});

Deno.test("`remove` ends the seat, closes the socket and voids the token", () => {
  const { hub, a, b, c } = threeMembers();
  hub.sendFromMember(a.seat, { event: "remove", data: { id: "p2" } });
  assertEquals(code(b.client), "removed");
  assertEquals(b.client.closed, { code: 4012, reason: "removed" });
  assertEquals(c.client.takeMessages().slice(0, 1), [
    { event: "peer-left", data: { id: "p2", reason: "kicked" } },
  ]);
  assertEquals(hub.effectLog, ["closed p2"]);
  const { resume } = b.welcome;
  assertThrows(
    () => hub.join({ resumeToken: resume }),
    JoinRefusedError,
    "removed 4012",
  );
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  assertEquals(hub.hub.seats.size, 2);
});

Deno.test("a removed member can join again as a newcomer, and has to knock at a locked room", () => {
  const { hub, a } = threeMembers();
  hub.sendFromMember(a.seat, { event: "remove", data: { id: "p2" } });
  assertEquals(hub.join({ room }).welcome.hosts, ["p1"]);
  hub.sendFromMember(a.seat, { event: "lock", data: { locked: true } });
  a.client.takeMessages();
  hub.knock("Bob", { room, client: createClientInfo("192.0.2.9") });
  assertEquals(a.client.takeEventNames(), ["knock"]);
});

Deno.test("a member that was removed while away is refused when it comes back", () => {
  const { hub, a, b } = threeMembers();
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  hub.sendFromMember(a.seat, { event: "remove", data: { id: "p2" } });
  const { resume } = b.welcome;
  assertThrows(
    () => hub.join({ resumeToken: resume }),
    JoinRefusedError,
    "removed 4012",
  );
});

Deno.test("`end` closes all members and knocks, and the next newcomer opens the room", () => {
  const { hub, a, b, c } = threeMembers();
  hub.sendFromMember(a.seat, { event: "lock", data: { locked: true } });
  const cho = hub.knock("Cho", { room });
  hub.hub.detachSeat(c.seat, c.client, "timeout", hub.nowMs);
  hub.sendFromMember(a.seat, { event: "end" });
  for (const { client } of [a, b, cho]) {
    assertEquals(code(client), "room-ended");
    assertEquals(client.closed, { code: 4013, reason: "room-ended" });
  }
  assertEquals([hub.hub.seats.size, hub.hub.rooms.size], [0, 0]);
  assertEquals(hub.effectLog, ["closed p1", "closed p2", "closed p3"]);
  for (const { welcome: { resume } } of [a, b, c]) {
    assertThrows(
      () => hub.join({ resumeToken: resume }),
      JoinRefusedError,
      "room-ended 4013",
    );
  }
  const next = hub.join({ room }).welcome;
  assertEquals([next.locked, next.hosts], [false, [next.id]]);
});

Deno.test("`end` voids the tokens of members without a seat, also those from before a removal", () => {
  const { hub, a, b } = threeMembers();
  hub.sendFromMember(a.seat, { event: "lock", data: { locked: true } });
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  hub.nowMs += 30_000;
  hub.hub.sweep(hub.nowMs);
  hub.sendFromMember(a.seat, { event: "remove", data: { id: "p3" } });
  hub.sendFromMember(a.seat, { event: "end" });
  const { resume } = b.welcome;
  assertThrows(
    () => hub.join({ resumeToken: resume }),
    JoinRefusedError,
    "room-ended 4013",
  );
  const next = hub.join({ room });
  assertThrows(
    () => hub.join({ resumeToken: resume }),
    JoinRefusedError,
    "room-ended 4013",
  );
  hub.hub.detachSeat(next.seat, next.client, "timeout", hub.nowMs);
  const again = hub.join({ resumeToken: next.welcome.resume });
  assertEquals(again.welcome.resumed, true);
});

Deno.test("a room is stored before its members receive what changed", () => {
  const { hub, a, b, c } = threeMembers();
  const stored: unknown[] = [];
  const record = () => hub.roomStore.load(room, hub.nowMs);
  for (const { client } of [b, c]) {
    const revocation = (id: string) =>
      hub.roomStore.findRevocation(room, id, hub.nowMs);
    client.close = () =>
      stored.push([revocation("p2"), (record()?.endedUntilMs ?? 0) > 0]);
    client.send = ({ text }) => {
      if (text.includes('"room"')) stored.push(record()?.isLocked);
    };
  }
  hub.sendFromMember(a.seat, { event: "lock", data: { locked: true } });
  assertEquals(stored.splice(0), [true, true]);
  hub.sendFromMember(a.seat, { event: "remove", data: { id: "p2" } });
  assertEquals(stored.splice(0), [["removed", false], true]);
  hub.sendFromMember(a.seat, { event: "end" });
  assertEquals(stored, [["removed", true]]);
});
