/** What a room keeps over a restart of the server, by its store. @module */
import { assertEquals, assertThrows } from "@std/assert";
import {
  createClientInfo,
  FakeHub,
  type FakeSignalingClient,
  JoinRefusedError,
  SMALL_LIMITS,
} from "../../../fakes/fake_hub.ts";

const room = "tea";
const GRACE_MS = SMALL_LIMITS.resumeSeconds * 1000;

/** Ada, the host, and Bob in a locked room, with their newest tokens. */
function lockedRoom() {
  const hub = new FakeHub({ maxRoomMembers: 9 });
  const ada = hub.join({ room });
  const bob = hub.join({ room });
  const early = bob.welcome.resume;
  hub.nowMs += 1_000;
  hub.sendFromMember(bob.seat, { event: "lock", data: { locked: true } });
  const tokens = { ada: newest(ada.client), bob: newest(bob.client), early };
  return { hub, ada, bob, tokens };
}

/** The token of the last `room` that a client got. */
function newest(client: FakeSignalingClient): string {
  const last = client.takeMessages().findLast(({ event }) => event === "room");
  return String(Object(last?.data).resume);
}

/** Lets the grace time pass, so that nobody is awaited after a restart. */
function passGrace(hub: FakeHub): void {
  hub.nowMs += GRACE_MS;
  hub.hub.sweep(hub.nowMs);
}

/** Ends the seats of all members by the loss of their sockets. */
function loseAll(
  hub: FakeHub,
  ...members: Pick<ReturnType<FakeHub["join"]>, "seat" | "client">[]
): void {
  for (const { seat, client } of members) {
    hub.hub.detachSeat(seat, client, "timeout", hub.nowMs);
  }
  passGrace(hub);
}

Deno.test("a room has its lock and host after a restart, whichever member is back first", () => {
  const { hub, tokens } = lockedRoom();
  for (const order of [["ada", "bob"], ["bob", "ada"]] as const) {
    const next = hub.restart();
    const [first, second] = order.map((name) =>
      next.join({ resumeToken: tokens[name] })
    );
    assertEquals(first?.welcome.locked, true);
    assertEquals(second?.welcome.locked, true);
    assertEquals(second?.welcome.hosts, ["p1"]);
    assertEquals(next.hub.rooms.get(room)?.rules.hosts, ["p1"]);
    next.knock("Cho", { room });
  }
});

Deno.test("a token from before the lock does not open the room after a restart", () => {
  const { hub, tokens } = lockedRoom();
  const next = hub.restart();
  const bob = next.join({ resumeToken: tokens.early });
  assertEquals(bob.welcome.locked, true);
  next.join({ resumeToken: tokens.ada });
  assertEquals(Object(bob.client.takeMessages().at(-1)?.data).locked, true);
  next.knock("Cho", { room });
});

Deno.test("a newcomer after a restart has to knock before the members of a locked room are back", () => {
  const { hub, tokens } = lockedRoom();
  const next = hub.restart();
  const eve = next.knock("Eve", { room });
  assertEquals(eve.client.takeEventNames(), ["locked"]);
  const ada = next.join({ resumeToken: tokens.ada });
  assertEquals([ada.welcome.hosts, ada.welcome.peers], [["p1"], []]);
  assertEquals(ada.welcome.knocks, [{ id: eve.knock.id, name: "Eve" }]);
  next.knock("Eve", { room });
  assertEquals(ada.client.takeEventNames(), ["knock"]);
  assertEquals(next.join({ resumeToken: tokens.bob }).welcome.hosts, ["p1"]);
  next.sendFromMember(ada.seat, { event: "admit", data: { id: eve.knock.id } });
  assertEquals(eve.knock.seat?.id, eve.knock.id);
});

Deno.test("a newcomer after a restart stays in an open room and is host only until the host is back", () => {
  const hub = new FakeHub();
  const { resume } = hub.join({ room }).welcome;
  const next = hub.restart();
  const eve = next.join({ room });
  assertEquals(eve.welcome.hosts, [eve.welcome.id]);
  next.join({ resumeToken: resume });
  assertEquals(eve.client.closed, null);
  const rules = eve.client.takeMessages().findLast(({ event }) =>
    event === "room"
  );
  assertEquals(Object(rules?.data).hosts, ["p1"]);
});

Deno.test("a room whose members are not back within the grace time belongs to the next newcomer", () => {
  const { hub, tokens } = lockedRoom();
  const next = hub.restart();
  const early = next.knock("Eve", { room });
  next.nowMs = 1_000_000 + 1_000 + 5_000 + GRACE_MS - 1;
  next.hub.sweep(next.nowMs);
  assertEquals(early.client.closed, null);
  next.nowMs += 1;
  next.hub.sweep(next.nowMs);
  assertEquals(early.client.closed, { code: 4014, reason: "locked-out" });
  const eve = next.join({ room });
  next.join({ resumeToken: tokens.ada });
  assertEquals(eve.client.closed, null);
  assertEquals(next.hub.rooms.get(room)?.rules, {
    locked: false,
    hosts: [eve.welcome.id],
  });
});

Deno.test("a newcomer in an open room is its host once the grace time after a restart is over", () => {
  const hub = new FakeHub();
  const { resume } = hub.join({ room }).welcome;
  const next = hub.restart();
  const eve = next.join({ room });
  passGrace(next);
  const ada = next.join({ resumeToken: resume });
  assertEquals(ada.welcome.hosts, [eve.welcome.id, "p1"]);
});

Deno.test("a removed member stays out after a restart, first or last", () => {
  const { hub, ada, tokens } = lockedRoom();
  hub.sendFromMember(ada.seat, { event: "remove", data: { id: "p2" } });
  const after = newest(ada.client);

  const last = hub.restart();
  const first = hub.restart();
  last.join({ resumeToken: after });
  for (const next of [last, first]) {
    for (const resumeToken of [tokens.bob, tokens.early]) {
      assertThrows(
        () => next.join({ resumeToken }),
        JoinRefusedError,
        "removed 4012",
      );
    }
    next.knock("Bob", { room });
  }
  assertEquals(first.join({ resumeToken: after }).welcome.hosts, ["p1"]);
});

Deno.test("a removed member stays out of a room that is open after a restart, by its token", () => {
  const hub = new FakeHub();
  const ada = hub.join({ room });
  const bob = hub.join({ room });
  hub.sendFromMember(ada.seat, { event: "remove", data: { id: "p2" } });
  const next = hub.restart().restart();
  assertThrows(
    () => next.join({ resumeToken: bob.welcome.resume }),
    JoinRefusedError,
    "removed 4012",
  );
});

Deno.test("a member that left has no valid token after a restart", () => {
  const { hub, bob, tokens } = lockedRoom();
  hub.sendFromMember(bob.seat, { event: "leave" });
  const next = hub.restart();
  assertThrows(
    () => next.join({ resumeToken: tokens.bob }),
    JoinRefusedError,
    "bad-resume 4002",
  );
  next.join({ resumeToken: tokens.ada });
  next.knock("Bob", { room });
});

Deno.test("a newcomer who knocked after a restart has no claim to the room after the next", () => {
  const { hub, tokens } = lockedRoom();
  const second = hub.restart();
  const eve = second.knock("Eve", { room });
  second.nowMs += 10;
  second.sendFromKnocker(eve.knock, { event: "lock", data: { locked: false } });
  const { resume } = second.join({ resumeToken: tokens.ada }).welcome;
  assertEquals(eve.knock.seat, null);
  second.nowMs += 3_600_000;

  const adaFirst = second.restart();
  const ada = adaFirst.join({ resumeToken: resume });
  adaFirst.knock("Eve", { room });
  assertEquals([ada.client.closed, ada.welcome.hosts], [null, ["p1"]]);

  const eveFirst = second.restart();
  const again = eveFirst.knock("Eve", { room });
  assertEquals(eveFirst.join({ resumeToken: resume }).welcome.hosts, ["p1"]);
  assertEquals(again.knock.seat, null);
});

Deno.test("a member who locked an open room after a restart is no host after the next", () => {
  const hub = new FakeHub({ maxRoomMembers: 9 });
  const { resume } = hub.join({ room }).welcome;
  const second = hub.restart();
  const eve = second.join({ room });
  second.sendFromMember(eve.seat, { event: "lock", data: { locked: true } });
  const eveToken = newest(eve.client);
  const adaToken = second.join({ resumeToken: resume }).welcome.resume;
  assertEquals(eve.client.closed, null);
  for (const order of [[eveToken, adaToken], [adaToken, eveToken]]) {
    const next = second.restart();
    for (const resumeToken of order) next.join({ resumeToken });
    assertEquals(next.hub.rooms.get(room)?.rules, {
      locked: true,
      hosts: ["p1"],
    });
  }
});

Deno.test("`remove` soon after a restart does not give the room to an older token", () => {
  const { hub, ada, bob, tokens } = lockedRoom();
  hub.sendFromMember(bob.seat, { event: "lock", data: { locked: false } });
  const cho = hub.join({ room });
  hub.sendFromMember(bob.seat, { event: "lock", data: { locked: true } });
  const { ada: mine, cho: slow } = {
    ada: newest(ada.client),
    cho: newest(cho.client),
  };
  const next = hub.restart();
  const back = next.join({ resumeToken: mine });
  next.join({ resumeToken: tokens.bob });
  next.nowMs += 1_000;
  next.sendFromMember(back.seat, { event: "remove", data: { id: "p2" } });
  next.knock("Cho", { resumeToken: slow });
  assertEquals(back.client.closed, null);
  assertEquals(next.hub.rooms.get(room)?.rules.hosts, ["p1"]);
});

Deno.test("`remove` by a member that stands in after a restart takes nothing from the host", () => {
  const hub = new FakeHub({ maxRoomMembers: 9 });
  const { resume } = hub.join({ room }).welcome;
  const next = hub.restart();
  const eve = next.join({ room });
  const zoe = next.join({ room });
  next.sendFromMember(eve.seat, {
    event: "remove",
    data: { id: zoe.welcome.id },
  });
  assertEquals(zoe.client.closed, { code: 4012, reason: "removed" });
  assertEquals(next.join({ resumeToken: resume }).welcome.hosts, ["p1"]);
});

Deno.test("members who were there at a removal are members after a restart even with earlier tokens", () => {
  const { hub, ada, tokens } = lockedRoom();
  const cho = hub.knock("Cho", { room });
  hub.sendFromMember(ada.seat, { event: "admit", data: { id: cho.knock.id } });
  hub.sendFromMember(ada.seat, {
    event: "remove",
    data: { id: cho.knock.id },
  });
  const next = hub.restart();
  for (const resumeToken of [tokens.ada, tokens.early]) {
    const { welcome } = next.join({ resumeToken });
    assertEquals([welcome.locked, welcome.hosts], [true, ["p1"]]);
  }
});

Deno.test("the lock of before a restart holds for newcomers whatever token comes first, and for nobody else", () => {
  const { hub, ada, tokens } = lockedRoom();
  hub.sendFromMember(ada.seat, { event: "lock", data: { locked: false } });
  const open = newest(ada.client);
  const dan = hub.join({ room });
  hub.sendFromMember(ada.seat, { event: "lock", data: { locked: true } });
  const next = hub.restart();
  const bob = next.join({ resumeToken: tokens.bob });
  const address = (host: number) => ({
    room,
    client: createClientInfo(`192.0.2.${host}`),
  });
  const cho = next.knock("Cho", address(2));
  next.sendFromMember(bob.seat, { event: "admit", data: { id: cho.knock.id } });
  const zoe = next.knock("Zoe", address(3));
  next.join({ resumeToken: open });
  const eve = next.knock("Eve", address(4));

  const late = next.join({ resumeToken: newest(dan.client) });
  assertEquals(late.welcome.locked, true);
  for (const { knock } of [zoe, eve]) assertEquals(knock.seat, null);
  assertEquals([bob.client.closed, cho.client.closed], [null, null]);
  assertEquals(late.welcome.peers.map(({ id }) => id), [
    "p2",
    cho.knock.id,
    "p1",
  ]);
});

Deno.test("a locked room stays locked after a restart while only some members were back and left", () => {
  const { hub, tokens } = lockedRoom();
  const next = hub.restart();
  const bob = next.join({ resumeToken: tokens.early });
  const eve = next.knock("Eve", { room });
  next.sendFromMember(bob.seat, { event: "leave" });
  const ada = next.join({ resumeToken: tokens.ada });
  assertEquals(eve.client.closed, { code: 4014, reason: "locked-out" });
  assertEquals([ada.welcome.locked, ada.welcome.hosts], [true, ["p1"]]);
  assertEquals(next.hub.rooms.get(room)?.size, 1);
  next.knock("Eve", { room });
});

Deno.test("a newcomer after a restart cannot end a locked room before its members are back", () => {
  const { hub, tokens } = lockedRoom();
  const next = hub.restart();
  const eve = next.knock("Eve", { room });
  next.sendFromKnocker(eve.knock, { event: "end" });
  const ada = next.join({ resumeToken: tokens.ada });
  assertEquals([ada.welcome.locked, ada.welcome.hosts], [true, ["p1"]]);
});

Deno.test("a newcomer after a restart cannot end an open room for members who are not back", () => {
  const hub = new FakeHub();
  const { resume } = hub.join({ room }).welcome;
  const next = hub.restart();
  next.sendFromMember(next.join({ room }).seat, { event: "end" });
  assertEquals(next.join({ resumeToken: resume }).welcome.hosts, ["p1"]);
});

Deno.test("a member who stands in after a restart does not end the room for the others", () => {
  const { hub, tokens } = lockedRoom();
  const next = hub.restart();
  next.sendFromMember(next.join({ resumeToken: tokens.bob }).seat, {
    event: "end",
  });
  assertEquals(next.join({ resumeToken: tokens.ada }).welcome.hosts, ["p1"]);
  assertThrows(
    () => next.join({ resumeToken: tokens.bob }),
    JoinRefusedError,
    "room-ended 4013",
  );
});

Deno.test("an ended room stays ended after a restart for all its tokens, and for no others", () => {
  const { hub, ada, bob, tokens } = lockedRoom();
  hub.hub.detachSeat(bob.seat, bob.client, "timeout", hub.nowMs);
  passGrace(hub);
  hub.sendFromMember(ada.seat, { event: "end" });
  const eve = hub.join({ room });
  const next = hub.restart().restart();
  for (const resumeToken of Object.values(tokens)) {
    assertThrows(
      () => next.join({ resumeToken }),
      JoinRefusedError,
      "room-ended 4013",
    );
  }
  const again = next.join({ resumeToken: eve.welcome.resume });
  assertEquals(again.welcome.hosts, [eve.welcome.id]);
  assertEquals(again.welcome.locked, false);
});

Deno.test("an ended room is opened by the next newcomer after a restart, even at once", () => {
  const { hub, ada } = lockedRoom();
  hub.sendFromMember(ada.seat, { event: "end" });
  const eve = hub.restart().join({ room });
  assertEquals(eve.welcome.locked, false);
  assertEquals(eve.welcome.hosts, [eve.welcome.id]);
});

Deno.test("a token of a room that is over gives no power in the next of that name", () => {
  const { hub, ada, bob, tokens } = lockedRoom();
  loseAll(hub, ada, bob);
  const eve = hub.join({ room });
  hub.join({ resumeToken: tokens.ada });
  assertEquals(hub.hub.rooms.get(room)?.rules.hosts, [eve.welcome.id]);
  hub.sendFromMember(eve.seat, { event: "lock", data: { locked: true } });
  hub.knock("Bob", { resumeToken: tokens.bob });

  const next = hub.restart();
  const { client } = next.knock("Ada", { resumeToken: tokens.ada });
  assertEquals(client.takeEventNames(), ["locked"]);
  const again = next.join({ resumeToken: newest(eve.client) });
  assertEquals(again.welcome.hosts, [eve.welcome.id]);
});

Deno.test("members of an empty room find it as it was when they come back", () => {
  const { hub, ada, bob, tokens } = lockedRoom();
  loseAll(hub, ada, bob);
  for (const next of [hub.restart(), hub]) {
    assertEquals(next.join({ resumeToken: tokens.bob }).welcome.locked, true);
    assertEquals(next.join({ resumeToken: tokens.ada }).welcome.hosts, ["p1"]);
  }
});

Deno.test("a room that was empty before a restart is opened by a newcomer at once", () => {
  const { hub, ada, bob } = lockedRoom();
  loseAll(hub, ada, bob);
  const eve = hub.restart().join({ room });
  assertEquals(eve.welcome.locked, false);
  assertEquals(eve.welcome.hosts, [eve.welcome.id]);
});

Deno.test("a claim cannot be forged: the id of the member is signed", () => {
  const { hub, tokens } = lockedRoom();
  const [payload = "", signature] = tokens.bob.split(".");
  const fields = JSON.parse(atob(payload));
  assertEquals(fields.slice(0, 2), ["p2", room]);
  const forged = btoa(JSON.stringify(fields.with(0, "p1"))).replace(/=+$/, "");
  const resume = `${forged}.${signature}`;
  const next = hub.restart();
  assertThrows(
    () => next.join({ resumeToken: resume }),
    JoinRefusedError,
    "bad-resume 4002",
  );
});

Deno.test("a room that was unlocked is open after a restart, whatever token comes first", () => {
  const { hub, ada, tokens } = lockedRoom();
  hub.nowMs += 1_000;
  hub.sendFromMember(ada.seat, { event: "lock", data: { locked: false } });
  const opened = newest(ada.client);
  const next = hub.restart();
  next.join({ resumeToken: tokens.bob });
  const cho = next.join({ room });
  next.join({ resumeToken: opened });
  assertEquals(cho.client.closed, null);
  assertEquals(next.hub.rooms.get(room)?.rules, {
    locked: false,
    hosts: ["p1"],
  });
});

Deno.test("members come back with the same ids to a server that lost its store", () => {
  const { tokens } = lockedRoom();
  const next = new FakeHub({ maxRoomMembers: 9 }, { startedAtMs: 1_006_000 });
  const bob = next.join({ resumeToken: tokens.bob });
  const ada = next.join({ resumeToken: tokens.ada });
  assertEquals([bob.welcome.id, ada.welcome.id], ["p2", "p1"]);
  assertEquals(next.hub.rooms.get(room)?.rules, {
    locked: false,
    hosts: ["p2"],
  });
});

Deno.test("members find their room after a shutdown, however their sockets end", () => {
  const { hub, ada, bob, tokens } = lockedRoom();
  hub.hub.shutDown(hub.nowMs);
  hub.hub.detachSeat(ada.seat, ada.client, "left", hub.nowMs);
  hub.hub.detachSeat(bob.seat, bob.client, "policy", hub.nowMs);
  const next = hub.restart();
  next.knock("Eve", { room });
  assertEquals(next.join({ resumeToken: tokens.bob }).welcome.locked, true);
  assertEquals(next.join({ resumeToken: tokens.ada }).welcome.hosts, ["p1"]);
});

Deno.test("a token is good after a restart on a machine whose clock was set back", () => {
  const { hub, tokens } = lockedRoom();
  hub.nowMs -= 600_000;
  const next = hub.restart();
  const ada = next.join({ resumeToken: tokens.ada });
  assertEquals([ada.welcome.locked, ada.welcome.hosts], [true, ["p1"]]);
  next.hub.detachSeat(ada.seat, ada.client, "timeout", next.nowMs);
  next.join({ resumeToken: tokens.bob });
  passGrace(next);
  const again = next.join({ resumeToken: ada.welcome.resume });
  assertEquals(again.welcome.hosts.includes("p1"), true);
});
