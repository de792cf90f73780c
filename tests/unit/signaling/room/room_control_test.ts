import { assertEquals } from "@std/assert";
import { RoomAccessControl } from "../../../../signaling/room/room_control.ts";
import { RESUME_TOKEN_TTL_MS } from "../../../../signaling/room/resume_token.ts";
import type { RoomRecord } from "../../../../signaling/room/room_store.ts";

const START = 1_000_000;

function claimIssuedAt(issueMs: number) {
  return { id: "a", room: "tea", expiresMs: issueMs + RESUME_TOKEN_TTL_MS };
}

Deno.test.each([
  { offset: -1, isMember: false },
  { offset: 0, isMember: true },
  { offset: 1, isMember: true },
])(
  "RoomAccessControl.isMember() is $isMember for a token issued $offset ms from the opening",
  ({ offset, isMember }) => {
    const control = new RoomAccessControl();
    control.open("a", START);
    assertEquals(control.isMember(claimIssuedAt(START + offset)), isMember);
  },
);

Deno.test("RoomAccessControl has no members before somebody opens the room", () => {
  const control = new RoomAccessControl();
  assertEquals(control.isMember(claimIssuedAt(START)), false);
  assertEquals(control.hasEndedFor(claimIssuedAt(START)), false);
  assertEquals(control.toRecord(null), null);
});

Deno.test.each([
  { offset: -1, hasEnded: true },
  { offset: 0, hasEnded: true },
  { offset: 1, hasEnded: false },
])(
  "RoomAccessControl.hasEndedFor() is $hasEnded for a token issued $offset ms from the end",
  ({ offset, hasEnded }) => {
    const control = new RoomAccessControl();
    control.open("a", START - 9);
    control.end(START);
    assertEquals(control.hasEndedFor(claimIssuedAt(START + offset)), hasEnded);
  },
);

Deno.test("RoomAccessControl.keepOnly() makes members without a seat newcomers", () => {
  const control = new RoomAccessControl();
  control.open("a", START);
  control.keepOnly([{ id: "b" }], START + 5);
  assertEquals(control.isMember(claimIssuedAt(START + 4)), false);
  assertEquals(control.isMember(claimIssuedAt(START + 5)), true);
  const kept = { ...claimIssuedAt(START + 4), id: "b" };
  assertEquals(control.isMember(kept), true);
  control.open("a", START + 6);
  assertEquals(control.isMember(kept), false);
});

Deno.test("RoomAccessControl is restored from its record", () => {
  const record: RoomRecord = {
    isLocked: true,
    hosts: ["b", "a"],
    membersSinceMs: START,
    keptMembers: ["c"],
    endedUntilMs: START + 7,
    emptyAtMs: null,
  };
  const control = new RoomAccessControl(record, START + 30);
  assertEquals(control.toRecord(null), record);
  assertEquals(control.awaitedUntilMs, START + 30);
  assertEquals(control.rules([{ id: "a" }]), { locked: true, hosts: ["a"] });
});

Deno.test("RoomAccessControl.open() starts with an open room and one host", () => {
  const control = new RoomAccessControl({
    isLocked: true,
    hosts: ["a"],
    membersSinceMs: 1,
    keptMembers: ["a"],
    endedUntilMs: 2,
    emptyAtMs: 3,
  }, 3);
  control.open("b", START);
  assertEquals(control.toRecord(null), {
    isLocked: false,
    hosts: ["b"],
    membersSinceMs: START,
    keptMembers: [],
    endedUntilMs: 2,
    emptyAtMs: null,
  });
});

Deno.test("RoomAccessControl has the first member stand in while no named host has a seat", () => {
  const control = new RoomAccessControl();
  const seats = [{ id: "a" }, { id: "b" }];
  assertEquals(control.hostIds([]), []);
  assertEquals(control.hostIds(seats), ["a"]);
  assertEquals(control.isNamedHost("a"), false);
  control.addHost("b");
  assertEquals(control.hostIds(seats), ["b"]);
  control.addHost("c");
  assertEquals(control.hostIds(seats), ["b"]);
  control.removeHost("b");
  assertEquals(control.hostIds(seats), ["a"]);
});

Deno.test("RoomAccessControl names no more than 256 hosts, and drops the earliest", () => {
  const control = new RoomAccessControl();
  for (let i = 0; i <= 256; i++) control.addHost(`${i}`);
  assertEquals(control.isNamedHost("0"), false);
  assertEquals(control.isNamedHost("1"), true);
  assertEquals(control.isNamedHost("256"), true);
});
