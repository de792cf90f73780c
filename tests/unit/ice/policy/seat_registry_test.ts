import { assert, assertEquals } from "@std/assert";
import {
  type RelaySeat,
  RelaySeatRegistry,
} from "../../../../ice/policy/seat_registry.ts";

function setup(limits?: ConstructorParameters<typeof RelaySeatRegistry>[0]) {
  const seats = new RelaySeatRegistry(limits);
  const openSeat = (
    memberId: string,
    room = "r",
    address = "203.0.113.1",
  ): RelaySeat => {
    seats.openSeat({ memberId, room, address, isLoopback: false });
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
  const before = a.room.policyVersion;
  seats.closeSeat("b");
  assertEquals(a.isRoomMateSeenAt("203.0.113.2"), false);
  assertEquals(a.room.policyVersion > before, true);
  assertEquals(seats.find("b"), undefined);
});

Deno.test("RelaySeatRegistry.openSeat() adds loopback only for members on this machine", () => {
  const { seats, openSeat } = setup();
  const a = openSeat("a");
  seats.openSeat({
    memberId: "b",
    room: "r",
    address: "127.0.0.1",
    isLoopback: false,
  });
  assertEquals(a.isRoomMateSeenAt("127.0.0.1"), false);
  seats.openSeat({
    memberId: "b",
    room: "r",
    address: "127.0.0.1",
    isLoopback: true,
  });
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
  const third = { memberId: "c", room: "r", address: null, isLoopback: false };
  assertEquals(seats.openSeat(third), false);
  seats.addSeenAddress("a", "203.0.113.8");
  seats.addSeenAddress("a", "203.0.113.9");
  assertEquals([...a.seenAddresses], ["203.0.113.8", "203.0.113.9"]);
  seats.addCandidateAddress("a", "198.51.100.1");
  seats.addCandidateAddress("a", "198.51.100.2");
  assertEquals([...a.signalledAddresses], ["198.51.100.2"]);
  seats.closeSeat("a");
  seats.closeSeat("b");
  assertEquals(seats.size, 0);
});
