import { assertEquals } from "@std/assert";
import {
  PREPARE_INTERVAL_MS,
  PreparedSocket,
} from "../../../../../client/engine/signaling/prepared_socket.ts";
import type { SignalingTransportEvents } from "../../../../../client/engine/signaling/signaling_client.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";

interface OpenedSocket {
  readonly events: SignalingTransportEvents;
  readonly sent: unknown[];
  isOpen: boolean;
  closedWith: number | null;
}

function setUp(invitation: string | null = null) {
  const clock = new FakeClock();
  const opened: OpenedSocket[] = [];
  const prepared = new PreparedSocket({
    clock,
    invitation,
    openDeferredSocket: (events) => {
      const socket: OpenedSocket = {
        events,
        sent: [],
        isOpen: false,
        closedWith: null,
      };
      opened.push(socket);
      return {
        isOpen: () => socket.isOpen,
        send: (text) => socket.sent.push(JSON.parse(text)),
        close: (code) => {
          socket.closedWith = code;
        },
        explainFailure: () => Promise.resolve(null),
      };
    },
  });
  const received: (string | number)[] = [];
  const events: SignalingTransportEvents = {
    onText: (text) => received.push(text),
    onClose: (code) => received.push(code),
  };
  return { clock, opened, prepared, received, events };
}

const NEWCOMER_JOIN = {
  event: "join",
  data: { room: "tea", resume: null, received: null, max: 8, invitation: null },
};

Deno.test("A prepared socket joins at once and passes what arrives then", () => {
  const { opened, prepared, received, events } = setUp();
  prepared.prepare();
  const [socket] = opened;
  if (socket) socket.isOpen = true;
  socket?.events.onOpen?.();
  assertEquals(socket?.sent, []);
  assertEquals(prepared.take("tea", null, events)?.isPrepared, true);
  assertEquals(socket?.sent, [NEWCOMER_JOIN]);
  socket?.events.onText("welcome");
  socket?.events.onClose(1006);
  assertEquals(received, ["welcome", 1006]);
});

Deno.test("A prepared socket that is still opening joins when it is open, into the seat to resume", () => {
  const { opened, prepared, events } = setUp();
  prepared.prepare();
  prepared.take("tea", { token: "t.s", received: null }, events);
  const [socket] = opened;
  assertEquals(socket?.sent, []);
  socket?.events.onOpen?.();
  assertEquals(socket?.sent, [{
    event: "join",
    data: {
      room: "tea",
      resume: "t.s",
      received: "none",
      max: 8,
      invitation: null,
    },
  }]);
});

Deno.test("A prepared socket is taken once, and not after it was closed", () => {
  const { clock, opened, prepared, events } = setUp();
  assertEquals(prepared.take("tea", null, events), null);
  prepared.prepare();
  opened[0]?.events.onClose(1000);
  assertEquals(prepared.take("tea", null, events), null);
  clock.advance(PREPARE_INTERVAL_MS);
  prepared.prepare();
  prepared.prepare();
  assertEquals(opened.length, 2);
  prepared.take("tea", null, events);
  assertEquals(prepared.take("tea", null, events), null);
});

Deno.test("A server that closes prepared sockets is asked again after a pause only", () => {
  const { clock, opened, prepared } = setUp();
  prepared.prepare();
  opened[0]?.events.onClose(4005);
  clock.advance(PREPARE_INTERVAL_MS - 1);
  prepared.prepare();
  assertEquals(opened.length, 1);
  clock.advance(1);
  prepared.prepare();
  assertEquals(opened.length, 2);
});

Deno.test("A prepared socket that is not taken is closed", () => {
  const { opened, prepared } = setUp();
  prepared.prepare();
  prepared.discard();
  assertEquals(opened[0]?.closedWith, 1000);
});

Deno.test("An invitation is sent in a message, also where no socket was prepared", () => {
  const { opened, prepared, events } = setUp("token");
  const transport = prepared.take("tea", null, events);
  const [socket] = opened;
  assertEquals([transport?.isPrepared, socket?.sent], [false, []]);
  socket?.events.onOpen?.();
  const data = { ...NEWCOMER_JOIN.data, invitation: "token" };
  assertEquals(socket?.sent, [{ event: "join", data }]);
  const resume = { token: "t.s", received: null };
  assertEquals(prepared.take("tea", resume, events), null);
});
