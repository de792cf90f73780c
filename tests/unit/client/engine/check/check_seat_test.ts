import { assert, assertEquals } from "@std/assert";
import {
  CheckSeat,
  SEAT_TIMEOUT_MS,
} from "../../../../../client/engine/check/check_seat.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";
import { FakeSignalingTransport } from "../../fakes/fake_signaling_transport.ts";

function setUp(
  onSend?: (event: string, socket: FakeSignalingTransport) => void,
) {
  const clock = new FakeClock();
  const sockets: FakeSignalingTransport[] = [];
  const taken = CheckSeat.join({
    clock,
    open: (events) => {
      const socket = new FakeSignalingTransport(events, onSend);
      sockets.push(socket);
      return socket;
    },
  });
  const [socket] = sockets;
  if (!socket) throw new TypeError("No socket was opened");
  return { clock, socket, taken };
}

const WELCOME = { id: "a", iceServers: [{ urls: ["stun:a:1"] }] };

Deno.test("CheckSeat.join() returns the ICE servers of the welcome", async () => {
  const { socket, taken } = setUp();
  socket.receive("welcome", WELCOME);
  const seat = await taken;
  assert(seat instanceof CheckSeat);
  assertEquals(seat.iceServers, [{ urls: ["stun:a:1"] }]);
  seat.leave();
  seat.leave();
  assertEquals(socket.sent, ["leave"]);
  assertEquals(socket.isClosed, true);
});

Deno.test("CheckSeat.join() distinguishes a closed socket from an error of the server", async () => {
  const closed = setUp();
  closed.socket.events.onClose(1006);
  assertEquals(await closed.taken, {
    reason: "closed",
    refusal: "",
    failure: null,
  });
  const full = setUp();
  full.socket.receive("error", { code: "room-full", message: "" });
  full.socket.events.onClose(4003);
  assertEquals(await full.taken, {
    reason: "rejected",
    refusal: "room-full",
    failure: null,
  });
});

Deno.test("CheckSeat.join() fails when the server does not answer in time", async () => {
  const { clock, socket, taken } = setUp();
  clock.advance(SEAT_TIMEOUT_MS - 1);
  assertEquals(socket.isClosed, false);
  clock.advance(1);
  assertEquals(await taken, { reason: "silent", refusal: "", failure: null });
  assertEquals(socket.isClosed, true);
});

Deno.test("CheckSeat.measureRoundTripMs() is the median of its pings", async () => {
  const times = [5, 90, 7, 8, 6];
  const { clock, socket, taken } = setUp((event, fake) => {
    if (event !== "ping") return;
    const takesMs = times[fake.sent.length - 1] ?? 0;
    clock.after(takesMs, () => fake.receive("pong", { received: 0 }));
    queueMicrotask(() => clock.advance(takesMs));
  });
  socket.receive("welcome", WELCOME);
  const seat = await taken;
  assert(seat instanceof CheckSeat);
  assertEquals(await seat.measureRoundTripMs(), 7);
});

Deno.test("CheckSeat.measureRoundTripMs() is null when the socket closes or does not answer", async () => {
  for (const end of ["close", "silence"]) {
    const { clock, socket, taken } = setUp();
    socket.receive("welcome", WELCOME);
    const seat = await taken;
    assert(seat instanceof CheckSeat);
    const roundTrip = seat.measureRoundTripMs();
    if (end === "close") socket.events.onClose(1006);
    else clock.advance(SEAT_TIMEOUT_MS);
    assertEquals(await roundTrip, null, end);
  }
});
