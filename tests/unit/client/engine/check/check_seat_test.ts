import { assert, assertEquals } from "@std/assert";
import {
  median,
  Seat,
  SEAT_ANSWER_MS,
} from "../../../../../client/engine/check/check_seat.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";
import { FakeSocket } from "../../fakes/fake_seat.ts";

function setUp(onSend?: (event: string, socket: FakeSocket) => void) {
  const clock = new FakeClock();
  const sockets: FakeSocket[] = [];
  const taken = Seat.take({
    clock,
    open: (events) => {
      const socket = new FakeSocket(events, onSend);
      sockets.push(socket);
      return socket;
    },
  });
  const [socket] = sockets;
  if (!socket) throw new TypeError("No socket was opened");
  return { clock, socket, taken };
}

const WELCOME = { id: "a", iceServers: [{ urls: ["stun:a:1"] }] };

Deno.test("Seat.take() has the servers of the welcome, and leaves", async () => {
  const { socket, taken } = setUp();
  socket.receive("welcome", WELCOME);
  const seat = await taken;
  assert(seat instanceof Seat);
  assertEquals(seat.iceServers, [{ urls: ["stun:a:1"] }]);
  seat.leave();
  seat.leave();
  assertEquals(socket.sent, ["leave"]);
  assertEquals(socket.isClosed, true);
});

Deno.test("Seat.take() tells a socket that closes from one that is told no", async () => {
  const closed = setUp();
  closed.socket.events.onClose(1006);
  assertEquals(await closed.taken, { reason: "closed", refusal: "" });
  const full = setUp();
  full.socket.receive("error", { code: "room-full", message: "" });
  full.socket.events.onClose(4003);
  assertEquals(await full.taken, { reason: "rejected", refusal: "room-full" });
});

Deno.test("Seat.take() gives up a silent server when its time is over", async () => {
  const { clock, socket, taken } = setUp();
  clock.advance(SEAT_ANSWER_MS - 1);
  assertEquals(socket.isClosed, false);
  clock.advance(1);
  assertEquals(await taken, { reason: "silent", refusal: "" });
  assertEquals(socket.isClosed, true);
});

Deno.test("Seat.roundTripMs() is the middle of what pings took", async () => {
  const times = [5, 90, 7, 8, 6];
  const { clock, socket, taken } = setUp((event, fake) => {
    if (event !== "ping") return;
    const takesMs = times[fake.sent.length - 1] ?? 0;
    clock.after(takesMs, () => fake.receive("pong", { received: 0 }));
    queueMicrotask(() => clock.advance(takesMs));
  });
  socket.receive("welcome", WELCOME);
  const seat = await taken;
  assert(seat instanceof Seat);
  assertEquals(await seat.roundTripMs(), 7);
});

Deno.test("Seat.roundTripMs() is null when the socket closes or is silent", async () => {
  for (const end of ["close", "silence"]) {
    const { clock, socket, taken } = setUp();
    socket.receive("welcome", WELCOME);
    const seat = await taken;
    assert(seat instanceof Seat);
    const roundTrip = seat.roundTripMs();
    if (end === "close") socket.events.onClose(1006);
    else clock.advance(SEAT_ANSWER_MS);
    assertEquals(await roundTrip, null, end);
  }
});

Deno.test("median() takes the upper of two, and nothing of none", () => {
  assertEquals(median([3, 1]), 3);
  assertEquals(median([]), null);
});
