/** What a room keeps over a restart of the server: only what its members carry. @module */
import { assertEquals, assertThrows } from "@std/assert";
import { RECOVERY_WINDOW_MS } from "../../../../signaling/room/room_control.ts";
import {
  FakeHub,
  type FakeSignalingClient,
  JoinRefusedError,
} from "../../../fakes/fake_hub.ts";

const room = "tea";

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

/** The next process, a little later. */
function restarted(hub: FakeHub): FakeHub {
  const next = new FakeHub({ maxRoomMembers: 9 }, "key", hub.nowMs + 5_000);
  next.idPrefix = "q";
  return next;
}

Deno.test("the first member to come back after a restart brings lock and host", () => {
  const { hub, tokens } = lockedRoom();
  for (const order of [["ada", "bob"], ["bob", "ada"]] as const) {
    const next = restarted(hub);
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
  const next = restarted(hub);
  const bob = next.join({ resumeToken: tokens.early });
  assertEquals(bob.welcome.locked, false);
  next.join({ resumeToken: tokens.ada });
  assertEquals(Object(bob.client.takeMessages().at(-1)?.data).locked, true);
  next.knock("Cho", { room });
});

Deno.test("who comes in after a restart before a locked room is back has to knock", () => {
  const { hub, tokens } = lockedRoom();
  const next = restarted(hub);
  const eve = next.join({ room });
  assertEquals(eve.welcome.hosts, [eve.welcome.id]);
  const ada = next.join({ resumeToken: tokens.ada });
  assertEquals(eve.client.closed, { code: 4014, reason: "locked-out" });
  assertEquals([ada.welcome.hosts, ada.welcome.peers], [["p1"], []]);
  next.knock("Eve", { room });
  assertEquals(ada.client.takeEventNames(), ["knock"]);
  assertEquals(next.join({ resumeToken: tokens.bob }).welcome.hosts, ["p1"]);
});

Deno.test("who comes in after a restart to an open room stays, and is host no more", () => {
  const hub = new FakeHub();
  const { resume } = hub.join({ room }).welcome;
  const next = restarted(hub);
  const eve = next.join({ room });
  next.join({ resumeToken: resume });
  assertEquals(eve.client.closed, null);
  const told = eve.client.takeMessages().findLast(({ event }) =>
    event === "room"
  );
  assertEquals(Object(told?.data).hosts, ["p1"]);
});

Deno.test("a room that went on without its members for the recovery time is not theirs", () => {
  const { hub, tokens } = lockedRoom();
  const next = restarted(hub);
  const eve = next.join({ room });
  next.nowMs += RECOVERY_WINDOW_MS;
  next.join({ resumeToken: tokens.ada });
  assertEquals(eve.client.closed, null);
  assertEquals(next.hub.rooms.get(room)?.rules, {
    locked: false,
    hosts: [eve.welcome.id],
  });
});

Deno.test("a member who was removed does not get in after a restart, first or last", () => {
  const { hub, ada, tokens } = lockedRoom();
  hub.sendFromMember(ada.seat, { event: "remove", data: { id: "p2" } });
  const after = newest(ada.client);

  const last = restarted(hub);
  last.join({ resumeToken: after });
  last.knock("Bob", { resumeToken: tokens.bob });

  const first = restarted(hub);
  const bob = first.join({ resumeToken: tokens.bob });
  first.join({ resumeToken: after });
  assertEquals(bob.client.closed, { code: 4014, reason: "locked-out" });
});

Deno.test("who opened the room first after a restart has no claim to it after the next", () => {
  const { hub, tokens } = lockedRoom();
  const second = restarted(hub);
  const eve = second.join({ room });
  second.nowMs += 10;
  second.sendFromMember(eve.seat, { event: "lock", data: { locked: true } });
  const kept = newest(eve.client);
  const { resume } = second.join({ resumeToken: tokens.ada }).welcome;
  assertEquals(eve.client.closed, { code: 4014, reason: "locked-out" });
  second.nowMs += 3_600_000;

  const adaFirst = restarted(second);
  adaFirst.idPrefix = "r";
  const ada = adaFirst.join({ resumeToken: resume });
  adaFirst.knock("Eve", { resumeToken: kept });
  assertEquals([ada.client.closed, ada.welcome.hosts], [null, ["p1"]]);

  const eveFirst = restarted(second);
  const again = eveFirst.join({ resumeToken: kept });
  assertEquals(eveFirst.join({ resumeToken: resume }).welcome.hosts, ["p1"]);
  assertEquals(again.client.closed, { code: 4014, reason: "locked-out" });
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
  const next = restarted(hub);
  const back = next.join({ resumeToken: mine });
  next.join({ resumeToken: tokens.bob });
  next.nowMs += 1_000;
  next.sendFromMember(back.seat, { event: "remove", data: { id: "p2" } });
  next.knock("Cho", { resumeToken: slow });
  assertEquals(back.client.closed, null);
  assertEquals(next.hub.rooms.get(room)?.rules.hosts, ["p1"]);
});

Deno.test("a lock that a later token brings puts out who came in before it, and nobody else", () => {
  const { hub, ada, tokens } = lockedRoom();
  hub.sendFromMember(ada.seat, { event: "lock", data: { locked: false } });
  const open = newest(ada.client);
  const dan = hub.join({ room });
  hub.sendFromMember(ada.seat, { event: "lock", data: { locked: true } });
  const next = restarted(hub);
  const bob = next.join({ resumeToken: tokens.bob });
  const cho = next.knock("Cho", { room });
  next.sendFromMember(bob.seat, { event: "admit", data: { id: cho.knock.id } });
  const zoe = next.knock("Zoe", { room });
  next.join({ resumeToken: open });
  const eve = next.join({ room });
  assertEquals(zoe.knock.seat?.id, zoe.knock.id);

  const late = next.join({ resumeToken: newest(dan.client) });
  assertEquals(late.welcome.locked, true);
  for (const { client } of [zoe, eve]) {
    assertEquals(client.closed, { code: 4014, reason: "locked-out" });
  }
  assertEquals([bob.client.closed, cho.client.closed], [null, null]);
  assertEquals(late.welcome.peers.map(({ id }) => id), [
    "p2",
    cho.knock.id,
    "p1",
  ]);
});

Deno.test("a lock that a later token brings holds where only such a newcomer was left", () => {
  const { hub, tokens } = lockedRoom();
  const next = restarted(hub);
  const bob = next.join({ resumeToken: tokens.early });
  const eve = next.join({ room });
  next.sendFromMember(bob.seat, { event: "leave" });
  const ada = next.join({ resumeToken: tokens.ada });
  assertEquals(eve.client.closed, { code: 4014, reason: "locked-out" });
  assertEquals([ada.welcome.locked, ada.welcome.hosts], [true, ["p1"]]);
  assertEquals(next.hub.rooms.get(room)?.size, 1);
  next.knock("Eve", { room });
});

Deno.test("who opens the room first after a restart cannot end that of its members", () => {
  const { hub, tokens } = lockedRoom();
  const next = restarted(hub);
  next.sendFromMember(next.join({ room }).seat, { event: "end" });
  const ada = next.join({ resumeToken: tokens.ada });
  assertEquals([ada.welcome.locked, ada.welcome.hosts], [true, ["p1"]]);
});

Deno.test("a member who stands in after a restart does not end the room for the others", () => {
  const { hub, tokens } = lockedRoom();
  const next = restarted(hub);
  next.sendFromMember(next.join({ resumeToken: tokens.bob }).seat, {
    event: "end",
  });
  assertEquals(next.join({ resumeToken: tokens.ada }).welcome.hosts, ["p1"]);
});

Deno.test("a token of a room that is over gives no power in the next of that name", () => {
  const { hub, ada, bob, tokens } = lockedRoom();
  hub.hub.detachSeat(ada.seat, ada.client, "lost", hub.nowMs);
  hub.hub.detachSeat(bob.seat, bob.client, "lost", hub.nowMs);
  hub.nowMs += 30_000;
  hub.hub.sweep(hub.nowMs);
  const eve = hub.join({ room });
  hub.join({ resumeToken: tokens.ada });
  assertEquals(hub.hub.rooms.get(room)?.rules.hosts, [eve.welcome.id]);
  hub.sendFromMember(eve.seat, { event: "lock", data: { locked: true } });
  hub.knock("Bob", { resumeToken: tokens.bob });

  const next = restarted(hub);
  next.join({ resumeToken: tokens.ada });
  const again = next.join({ resumeToken: newest(eve.client) });
  assertEquals(again.welcome.hosts, [eve.welcome.id]);
});

Deno.test("members of an empty room find it as it was when they come back", () => {
  const { hub, ada, bob, tokens } = lockedRoom();
  hub.hub.detachSeat(ada.seat, ada.client, "lost", hub.nowMs);
  hub.hub.detachSeat(bob.seat, bob.client, "lost", hub.nowMs);
  hub.nowMs += 30_000;
  hub.hub.sweep(hub.nowMs);
  assertEquals(hub.join({ resumeToken: tokens.bob }).welcome.locked, true);
  assertEquals(hub.join({ resumeToken: tokens.ada }).welcome.hosts, ["p1"]);
});

Deno.test("a claim cannot be forged: the rules of the room are signed too", () => {
  const { hub, tokens } = lockedRoom();
  const [payload = "", signature] = tokens.bob.split(".");
  const fields = JSON.parse(atob(payload));
  const forged = btoa(JSON.stringify(fields.with(3, true))).replace(/=+$/, "");
  const resume = `${forged}.${signature}`;
  const next = restarted(hub);
  assertThrows(
    () => next.join({ resumeToken: resume }),
    JoinRefusedError,
    "bad-resume 4002",
  );
});

Deno.test("who waits is let in when a later token says that the room was opened", () => {
  const { hub, ada, tokens } = lockedRoom();
  hub.nowMs += 1_000;
  hub.sendFromMember(ada.seat, { event: "lock", data: { locked: false } });
  const opened = newest(ada.client);
  const next = restarted(hub);
  next.join({ resumeToken: tokens.bob });
  const { knock } = next.knock("Cho", { room });
  next.join({ resumeToken: opened });
  assertEquals(knock.seat?.id, knock.id);
  assertEquals(next.hub.rooms.get(room)?.rules, {
    locked: false,
    hosts: ["p1"],
  });
});
