import { assert, assertEquals } from "@std/assert";
import type { RelaySeat } from "../../../../ice/policy/relay_seat.ts";
import {
  RelaySeatRegistry,
  type SeatInfo,
} from "../../../../ice/policy/seat_registry.ts";

const MEMBER = {
  room: "r",
  address: "203.0.113.1",
  isLoopback: false,
  usesOwnHost: true,
} satisfies Omit<SeatInfo, "memberId">;

function setup(limits?: ConstructorParameters<typeof RelaySeatRegistry>[0]) {
  const seats = new RelaySeatRegistry(limits);
  const openSeat = (
    memberId: string,
    room = "r",
    address = "203.0.113.1",
  ): RelaySeat => {
    seats.openSeat({ ...MEMBER, memberId, room, address });
    const seat = seats.find(memberId);
    assert(seat);
    return seat;
  };
  return { seats, openSeat };
}

Deno.test("RelaySeat distinguishes addresses of room-mates from its own and another room's", () => {
  const { openSeat } = setup();
  const a = openSeat("a");
  openSeat("b", "r", "203.0.113.2");
  openSeat("c", "other", "203.0.113.3");
  assertEquals(a.isRoomMateSeenAt("203.0.113.2"), true);
  assertEquals(a.isRoomMateSeenAt("203.0.113.1"), false);
  assertEquals(a.isRoomMateSeenAt("203.0.113.3"), false);
});

Deno.test("RelaySeatRegistry.addCandidateAddress() keeps public addresses only", () => {
  const { seats, openSeat } = setup();
  const a = openSeat("a");
  openSeat("b");
  for (const ip of ["198.51.100.1", "10.0.0.1", "x.local", "::ffff:10.0.0.2"]) {
    seats.addCandidateAddress("b", ip);
  }
  assertEquals(a.isRoomMateSignalledAt("198.51.100.1"), true);
  assertEquals(a.isRoomMateSignalledAt("10.0.0.1"), false);
  assertEquals(seats.find("b")?.signalledAddresses.size, 1);
});

Deno.test("RelaySeatRegistry.closeSeat() removes the addresses of the seat", () => {
  const { seats, openSeat } = setup();
  const a = openSeat("a");
  openSeat("b", "r", "203.0.113.2");
  const { revision } = seats;
  seats.closeSeat("b");
  assertEquals(a.isRoomMateSeenAt("203.0.113.2"), false);
  assertEquals(seats.isCurrent(revision, a), false);
  assertEquals(seats.find("b"), undefined);
});

Deno.test("RelaySeatRegistry.openSeat() adds loopback only for members on this machine", () => {
  const { seats, openSeat } = setup();
  const a = openSeat("a");
  const info = { ...MEMBER, memberId: "b", address: "127.0.0.1" };
  seats.openSeat(info);
  assertEquals(a.isRoomMateSeenAt("127.0.0.1"), false);
  seats.openSeat({ ...info, isLoopback: true });
  assertEquals(a.isRoomMateSeenAt("127.0.0.1"), true);
});

Deno.test("RelaySeatRegistry drops the oldest addresses and refuses seats above its limits", () => {
  const { seats, openSeat } = setup({
    maxSeats: 2,
    maxSeenAddresses: 2,
    maxSignalledAddresses: 1,
  });
  const a = openSeat("a");
  openSeat("b");
  const third = { ...MEMBER, memberId: "c", address: null };
  assertEquals(seats.openSeat(third), false);
  for (const hostname of ["203.0.113.7", "203.0.113.8", "203.0.113.9"]) {
    seats.addClientAddress(a, { hostname });
  }
  assertEquals([...a.seenAddresses], [
    "203.0.113.1",
    "203.0.113.8",
    "203.0.113.9",
  ]);
  seats.addCandidateAddress("a", "198.51.100.1");
  seats.addCandidateAddress("a", "198.51.100.2");
  assertEquals([...a.signalledAddresses], ["198.51.100.2"]);
  seats.closeSeat("a");
  seats.closeSeat("b");
  assertEquals(seats.size, 0);
});

Deno.test("RelaySeatRegistry.openSeat() ends what was seen when the seat moves", () => {
  const { seats, openSeat } = setup();
  const a = openSeat("a");
  const b = openSeat("b", "r", "10.0.0.7");
  const client = { hostname: "10.0.0.8" };
  seats.addClientAddress(b, client);
  assertEquals(a.isRoomMateSeenAt("10.0.0.7"), true);
  assertEquals(a.isRoomMateSeenAt("10.0.0.8"), true);
  openSeat("b", "r", "10.0.0.7");
  assertEquals(a.isRoomMateSeenAt("10.0.0.8"), true);
  const { revision } = seats;
  openSeat("b", "r", "203.0.113.5");
  assertEquals(a.isRoomMateSeenAt("10.0.0.7"), false);
  assertEquals(a.isRoomMateSeenAt("10.0.0.8"), false);
  assertEquals(a.isRoomMateSeenAt("203.0.113.5"), true);
  assertEquals(seats.isCurrent(revision, a), false);
});

Deno.test("RelaySeatRegistry.removeClientAddress() ends the address with its last client", () => {
  const { seats, openSeat } = setup();
  const a = openSeat("a");
  const b = openSeat("b", "r", "203.0.113.2");
  const clients = [{ hostname: "10.0.0.8" }, { hostname: "10.0.0.8" }];
  for (const client of clients) seats.addClientAddress(b, client);
  for (const client of clients) {
    assertEquals(a.isRoomMateSeenAt("10.0.0.8"), true);
    seats.removeClientAddress(b, client);
  }
  assertEquals(a.isRoomMateSeenAt("10.0.0.8"), false);
});

Deno.test("RelaySeatRegistry does not see a member at a private address that used another host", () => {
  const { seats, openSeat } = setup();
  const a = openSeat("a");
  const moved = { ...MEMBER, memberId: "b", address: "192.168.1.1" };
  seats.openSeat({ ...moved, usesOwnHost: false });
  assertEquals(a.isRoomMateSeenAt("192.168.1.1"), false);
  const b = seats.find("b");
  assert(b);
  seats.addClientAddress(b, { hostname: "192.168.1.1" });
  assertEquals(a.isRoomMateSeenAt("192.168.1.1"), false);
  seats.addClientAddress(b, { hostname: "203.0.113.77" });
  assertEquals(a.isRoomMateSeenAt("203.0.113.77"), true);
});

Deno.test("RelaySeatRegistry remembers a private address at which several members were seen", () => {
  const { seats, openSeat } = setup();
  const a = openSeat("a", "r", "203.0.113.9");
  openSeat("b", "r", "10.0.0.7");
  assertEquals(seats.isShared("10.0.0.7"), false);
  const { revision } = seats;
  openSeat("c", "other", "10.0.0.7");
  assertEquals(seats.isShared("10.0.0.7"), true);
  assertEquals(seats.isCurrent(revision, a), false);
  seats.closeSeat("c");
  assertEquals(seats.isShared("10.0.0.7"), true);
});

Deno.test("RelaySeatRegistry does not remember a public or loopback address as shared", () => {
  const { seats, openSeat } = setup();
  openSeat("a");
  openSeat("b");
  for (const memberId of ["c", "d"]) {
    seats.openSeat({ ...MEMBER, memberId, address: "::1", isLoopback: true });
  }
  assertEquals(seats.isShared("203.0.113.1"), false);
  assertEquals(seats.isShared("::1"), false);
});

Deno.test("RelaySeatRegistry.isCurrent() is true for other rooms and false after invalidateAll()", () => {
  const { seats, openSeat } = setup();
  const a = openSeat("a");
  const { revision } = seats;
  openSeat("x", "other", "203.0.113.50");
  assertEquals(seats.isCurrent(revision, a), true);
  assertEquals(seats.isCurrent(revision, null), true);
  seats.invalidateAll();
  assertEquals(seats.isCurrent(revision, a), false);
  assertEquals(seats.isCurrent(revision, null), false);
  assertEquals(seats.isCurrent(seats.revision, a), true);
});
