import { assert, assertEquals } from "@std/assert";
import { type Seat, Seats } from "../../../../ice/policy/seat_registry.ts";

function opened(limits?: ConstructorParameters<typeof Seats>[0]) {
  const seats = new Seats(limits);
  const take = (peerId: string, room = "r", address = "203.0.113.1"): Seat => {
    seats.open({ peerId, room, address, isLoopback: false });
    const seat = seats.find(peerId);
    assert(seat);
    return seat;
  };
  return { seats, take };
}

Deno.test("Seats tells a mate's address from one's own and from another room's", () => {
  const { take } = opened();
  const a = take("a");
  take("b", "r", "203.0.113.2");
  take("c", "other", "203.0.113.3");
  assertEquals(a.isMateSeenAt("203.0.113.2"), true);
  assertEquals(a.isMateSeenAt("203.0.113.1"), false);
  assertEquals(a.isMateSeenAt("203.0.113.3"), false);
});

Deno.test("Seats.candidate() keeps public addresses only", () => {
  const { seats, take } = opened();
  const a = take("a");
  take("b");
  for (const ip of ["198.51.100.1", "10.0.0.1", "x.local", "::ffff:10.0.0.2"]) {
    seats.candidate("b", ip);
  }
  assertEquals(a.isMateSignalledAt("198.51.100.1"), true);
  assertEquals(a.isMateSignalledAt("10.0.0.1"), false);
  assertEquals(seats.find("b")?.signalled.size, 1);
});

Deno.test("Seats.close() ends what the seat opened", () => {
  const { seats, take } = opened();
  const a = take("a");
  take("b", "r", "203.0.113.2");
  const before = a.room.version;
  seats.close("b");
  assertEquals(a.isMateSeenAt("203.0.113.2"), false);
  assertEquals(a.room.version > before, true);
  assertEquals(seats.find("b"), undefined);
});

Deno.test("Seats.open() takes loopback as seen only when it truly is", () => {
  const { seats, take } = opened();
  const a = take("a");
  seats.open({
    peerId: "b",
    room: "r",
    address: "127.0.0.1",
    isLoopback: false,
  });
  assertEquals(a.isMateSeenAt("127.0.0.1"), false);
  seats.open({
    peerId: "b",
    room: "r",
    address: "127.0.0.1",
    isLoopback: true,
  });
  assertEquals(a.isMateSeenAt("127.0.0.1"), true);
});

Deno.test("Seats keeps its limits", () => {
  const { seats, take } = opened({
    maxSeats: 2,
    maxSeenAddresses: 2,
    maxSignalledAddresses: 1,
  });
  const a = take("a");
  take("b");
  const third = { peerId: "c", room: "r", address: null, isLoopback: false };
  assertEquals(seats.open(third), false);
  seats.seenAt("a", "203.0.113.8");
  seats.seenAt("a", "203.0.113.9");
  assertEquals([...a.seen], ["203.0.113.8", "203.0.113.9"]);
  seats.candidate("a", "198.51.100.1");
  seats.candidate("a", "198.51.100.2");
  assertEquals([...a.signalled], ["198.51.100.2"]);
  seats.close("a");
  seats.close("b");
  assertEquals(seats.size, 0);
});
