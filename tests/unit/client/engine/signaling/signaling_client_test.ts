import { assertEquals } from "@std/assert";
import {
  MAX_QUEUED_MESSAGES,
  MAX_RESTART_DELAY_MS,
  PING_AFTER_MS,
  RESPONSE_TIMEOUT_MS,
  RESUME_RESPONSE_TIMEOUT_MS,
  type ResumePoint,
  RETRY_OPENING_MS,
  SignalingClient,
  type SignalingConnectionState,
  type SignalingTransportEvents,
  STALE_OPENING_MS,
} from "../../../../../client/engine/signaling/signaling_client.ts";
import type { SocketFailure } from "../../../../../client/engine/signaling/socket_failure.ts";
import { FULL_ROOM_RETRY_DELAY_MS } from "../../../../../client/engine/signaling/retry_delay.ts";
import * as CLOSE from "../../../../../signaling/close_codes.ts";
import {
  CLIENT_AWAY_CLOSE_CODE,
  CLIENT_RECONNECT_CLOSE_CODE,
} from "../../../../../signaling/protocol.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";

class FakeSocket {
  readonly sent: { event: string; data?: unknown; to?: string }[] = [];
  closedWith: number | null = null;
  isClosed = false;
  constructor(
    readonly resume: ResumePoint | null,
    readonly events: SignalingTransportEvents,
  ) {}
  isOpen = (): boolean => !this.isClosed;
  send = (text: string): unknown => this.sent.push(JSON.parse(text));
  close = (code: number): void => {
    this.isClosed = true;
    this.closedWith = code;
  };
  failure: SocketFailure | null = null;
  explainFailure = (): Promise<SocketFailure | null> =>
    Promise.resolve(this.failure);
  receive(message: unknown): void {
    this.events.onText(JSON.stringify(message));
  }
  welcome(data: Record<string, unknown> = {}): void {
    const common = { id: "me", peers: [], resume: "T", resumed: false };
    this.receive({ event: "welcome", data: { ...common, ...data } });
  }
}

function setUp(
  resume: ResumePoint | null = null,
  isNetworkWatched = () => false,
) {
  const clock = new FakeClock();
  const sockets: FakeSocket[] = [];
  const states: string[] = [];
  const events: string[] = [];
  const failures: (string | null)[] = [];
  const link = new SignalingClient({
    resume,
    clock,
    random: () => 1,
    isNetworkWatched,
    knockName: () => "Ann",
    open: (resume, socketEvents) => {
      const socket = new FakeSocket(resume, socketEvents);
      sockets.push(socket);
      return socket;
    },
    onMessage: (message) => events.push(message.event),
    onState: (state: SignalingConnectionState, code) =>
      states.push(code === null ? state : `${state} ${code}`),
    onSocketFailure: (failure) => failures.push(failure?.code ?? null),
  });
  link.start();
  const last = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (!socket) throw new TypeError("No socket was opened");
    return socket;
  };
  return { clock, sockets, states, events, failures, link, last };
}

Deno.test("SignalingClient is open with the welcome, not with the socket", () => {
  const { link, last, states } = setUp();
  link.send("hello");
  assertEquals(last().sent, []);
  last().welcome();
  link.send("there");
  assertEquals(states, ["connecting", "open"]);
  assertEquals(last().sent.map((m) => m.event), ["there"]);
});

Deno.test("SignalingClient resumes its seat and sends the queued messages", () => {
  const { link, last, clock, states } = setUp();
  last().welcome();
  last().receive({ event: "peer-joined", data: { id: "p2" } });
  last().events.onClose(1006);
  link.send("offer", { sdp: 1 }, "p2");
  clock.advance(500);
  assertEquals(last().resume, { token: "T", received: 1 });
  last().welcome({ resumed: true });
  assertEquals(last().sent, [{ event: "offer", data: { sdp: 1 }, to: "p2" }]);
  assertEquals(states, ["connecting", "open", "waiting", "connecting", "open"]);
});

Deno.test("SignalingClient drops queued messages of an earlier id", () => {
  const { link, last, clock } = setUp();
  last().welcome();
  last().events.onClose(1006);
  link.send("offer");
  clock.advance(500);
  last().welcome({ id: "other" });
  assertEquals(last().sent, []);
});

Deno.test("SignalingClient restarts its count when the seat was not resumed", () => {
  const { last, clock } = setUp();
  last().welcome();
  last().receive({ event: "x", from: "p2" });
  last().events.onClose(1006);
  clock.advance(500);
  last().welcome();
  last().receive({ event: "y", from: "p2" });
  last().events.onClose(1006);
  clock.advance(500);
  assertEquals(last().resume, { token: "T", received: 1 });
});

Deno.test("SignalingClient joins again at once when its token is refused", () => {
  const { last, clock, sockets } = setUp();
  last().welcome();
  last().events.onClose(1006);
  clock.advance(500);
  assertEquals(last().resume?.token, "T");
  last().events.onClose(CLOSE.badResume);
  clock.advance(1_000);
  assertEquals(sockets.length, 3);
  assertEquals(last().resume, null);
});

Deno.test("SignalingClient pings a silent socket, and abandons it without an answer", () => {
  const { last, clock, sockets } = setUp();
  last().welcome();
  const first = last();
  clock.advance(PING_AFTER_MS - 1);
  assertEquals(first.sent, []);
  clock.advance(1);
  assertEquals(first.sent, [{ event: "ping", data: { received: 0 } }]);
  clock.advance(RESPONSE_TIMEOUT_MS - 1);
  assertEquals(first.isClosed, false);
  clock.advance(1);
  assertEquals(first.isClosed, true);
  clock.advance(500);
  assertEquals(sockets.length, 2);
});

Deno.test("SignalingClient keeps a socket that answers", () => {
  const { last, clock, sockets } = setUp();
  last().welcome();
  for (let i = 0; i < 5; i++) {
    clock.advance(PING_AFTER_MS);
    last().receive({ event: "pong", data: { received: null } });
  }
  assertEquals(sockets.length, 1);
  assertEquals(last().sent.length, 5);
});

Deno.test("SignalingClient abandons a socket that does not open", () => {
  const { clock, sockets } = setUp();
  clock.advance(RESPONSE_TIMEOUT_MS + 500);
  assertEquals(sockets.length, 2);
});

Deno.test("SignalingClient gives each further socket more time to open", () => {
  const { clock, sockets } = setUp();
  for (const ms of [RESPONSE_TIMEOUT_MS, RETRY_OPENING_MS, RETRY_OPENING_MS]) {
    const count = sockets.length;
    clock.advance(ms - 1);
    assertEquals([sockets.length, sockets.at(-1)?.isClosed], [count, false]);
    clock.advance(1);
    assertEquals(sockets.at(-1)?.isClosed, true);
    while (sockets.length === count) clock.advance(100);
  }
});

Deno.test("SignalingClient ends with the error of the server when a room is full twice", () => {
  const { last, clock, sockets, states } = setUp();
  const refuse = () => {
    const data = { code: "room-full", message: "" };
    last().receive({ event: "error", data });
    last().events.onClose(CLOSE.roomFull);
  };
  refuse();
  assertEquals(states.at(-1), "waiting room-full");
  clock.advance(FULL_ROOM_RETRY_DELAY_MS);
  assertEquals(sockets.length, 2);
  refuse();
  clock.advance(60_000);
  assertEquals(states.at(-1), "refused room-full");
  assertEquals(sockets.length, 2);
});

Deno.test("SignalingClient of a reloaded page resumes the seat without old messages, and counts from its welcome on", () => {
  const point = { token: "T", received: null };
  const { last, clock } = setUp(point);
  assertEquals(last().resume, point);
  last().events.onClose(1006);
  clock.advance(500);
  assertEquals(last().resume, point);
  last().receive({ event: "welcome", data: { id: "me", resume: "T2" } });
  last().receive({ event: "peer-left", data: { id: "x", reason: "left" } });
  last().events.onClose(1006);
  clock.advance(500);
  assertEquals(last().resume, { token: "T2", received: 1 });
});

Deno.test("SignalingClient.suspend() ends and keeps the seat", () => {
  const { last, link, clock, sockets, states } = setUp();
  const [socket] = sockets;
  last().receive({ event: "welcome", data: { id: "me", resume: "T" } });
  link.suspend();
  assertEquals(socket?.closedWith, CLIENT_AWAY_CLOSE_CODE);
  assertEquals(socket?.sent.filter(({ event }) => event === "leave"), []);
  assertEquals(states.at(-1), "closed");
  clock.advance(60_000);
  assertEquals(sockets.length, 1);
});

Deno.test("SignalingClient.leave() gives up the seat and does not reconnect", () => {
  const { link, last, clock, sockets, states } = setUp();
  last().welcome();
  link.leave();
  assertEquals(last().sent.map((m) => m.event), ["leave"]);
  assertEquals(last().closedWith, CLOSE.normal);
  last().events.onClose(CLOSE.normal);
  link.reconnectNow();
  clock.advance(60_000);
  assertEquals(sockets.length, 1);
  assertEquals(states.at(-1), "closed");
});

Deno.test("SignalingClient.reconnectNow() does not wait for the backoff", () => {
  const { link, last, sockets } = setUp();
  link.reconnectNow();
  assertEquals(sockets.length, 1);
  last().events.onClose(1006);
  link.reconnectNow();
  assertEquals(sockets.length, 2);
});

Deno.test("SignalingClient opens no further socket by itself while the network is watched", () => {
  let isWatched = true;
  const { link, last, clock, sockets } = setUp(null, () => isWatched);
  last().welcome();
  last().events.onClose(1006);
  for (let i = 0; i < 60; i++) clock.advance(1_000);
  assertEquals(sockets.length, 1);
  link.reconnectNow();
  assertEquals(sockets.length, 2);
  last().events.onClose(1006);
  clock.advance(1_000);
  assertEquals(sockets.length, 2);
  isWatched = false;
  for (let i = 0; i < 10; i++) clock.advance(1_000);
  assertEquals(sockets.length, 3);
});

Deno.test("SignalingClient ignores events of an abandoned socket", () => {
  const { last, clock, events, sockets } = setUp();
  const first = last();
  clock.advance(RESPONSE_TIMEOUT_MS + 500);
  first.welcome();
  first.events.onClose(CLOSE.roomFull);
  assertEquals(events, []);
  assertEquals(sockets.length, 2);
});

Deno.test("SignalingClient queues a bounded number of messages", () => {
  const { link, last, clock } = setUp();
  last().welcome();
  last().events.onClose(1006);
  for (let i = 0; i <= MAX_QUEUED_MESSAGES; i++) link.send("x");
  clock.advance(500);
  last().welcome({ resumed: true });
  const socket = last();
  for (let i = 0; i < 60; i++) {
    clock.advance(1_000);
    socket.receive({ event: "pong", data: { received: null } });
  }
  const sent = socket.sent.filter(({ event }) => event === "x");
  assertEquals(sent.length, MAX_QUEUED_MESSAGES);
});

Deno.test("SignalingClient never exceeds the rate of the welcome, and keeps the order", () => {
  const { link, last, clock } = setUp();
  last().welcome({ limits: { messagesPerSecond: 10 } });
  for (let i = 0; i < 50; i++) link.send("x", i);
  assertEquals(last().sent.length, 20);
  clock.advance(1_000);
  assertEquals(last().sent.length, 30);
  clock.advance(2_000);
  assertEquals(last().sent.map(({ data }) => data), [...Array(50).keys()]);
});

Deno.test("SignalingClient closes a silent socket without giving up its seat", () => {
  const { last, clock } = setUp();
  last().welcome();
  const first = last();
  clock.advance(PING_AFTER_MS + RESPONSE_TIMEOUT_MS);
  assertEquals(first.closedWith, CLIENT_RECONNECT_CLOSE_CODE);
});

Deno.test("SignalingClient.reconnectNow() pings an open socket with a short timeout", () => {
  const { link, last, clock, sockets } = setUp();
  last().welcome();
  link.reconnectNow();
  assertEquals(last().sent.map(({ event }) => event), ["ping"]);
  clock.advance(RESUME_RESPONSE_TIMEOUT_MS + 500);
  assertEquals(sockets.length, 2);
});

Deno.test("SignalingClient keeps retrying a room that became full meanwhile", () => {
  const { last, clock, states, sockets } = setUp();
  last().welcome();
  last().events.onClose(1006);
  clock.advance(500);
  last().events.onClose(CLOSE.roomFull);
  assertEquals(states.at(-1), "waiting");
  clock.advance(15_000);
  assertEquals(sockets.length, 3);
});

Deno.test("SignalingClient knocks at a locked room, and queues its messages until it is admitted", () => {
  const { link, last, states } = setUp();
  link.send("info", { name: "Ann" });
  last().receive({ event: "locked", data: { room: "tea" } });
  assertEquals(last().sent, [{ event: "knock", data: { name: "Ann" } }]);
  last().welcome({ id: "k" });
  link.send("there");
  assertEquals(last().sent.at(-1)?.event, "there");
  assertEquals(states, ["connecting", "knocking", "open"]);
});

Deno.test("SignalingClient also pings a silent socket while it knocks", () => {
  const { link, last, clock, sockets } = setUp();
  last().receive({ event: "locked", data: { room: "tea" } });
  clock.advance(PING_AFTER_MS);
  assertEquals(last().sent.at(-1), { event: "ping", data: {} });
  last().receive({ event: "pong", data: { received: null } });
  link.reconnectNow();
  assertEquals(last().sent.length, 3);
  clock.advance(RESUME_RESPONSE_TIMEOUT_MS + 500);
  assertEquals([sockets.length, last().resume], [2, null]);
});

Deno.test("SignalingClient resumes with the token of the last `room` message", () => {
  const { last, clock } = setUp();
  last().welcome();
  last().receive({ event: "room", data: { locked: true, resume: "T2" } });
  last().receive({ event: "room", from: "p2", data: { resume: "forged" } });
  last().events.onClose(1006);
  clock.advance(500);
  assertEquals(last().resume, { token: "T2", received: 2 });
});

Deno.test("SignalingClient.reconnectNow() replaces a socket that has not opened for a while", () => {
  const { clock, sockets, link } = setUp();
  clock.advance(STALE_OPENING_MS - 1);
  link.reconnectNow();
  assertEquals(sockets.length, 1);
  clock.advance(1);
  link.reconnectNow();
  assertEquals([sockets.length, sockets[0]?.isClosed], [2, true]);
});

Deno.test("SignalingClient.reconnectNow() does not extend the deadline of an unanswered ping", () => {
  const { clock, last, link } = setUp();
  last().welcome();
  const socket = last();
  link.reconnectNow();
  clock.advance(RESUME_RESPONSE_TIMEOUT_MS - 1);
  link.reconnectNow();
  clock.advance(1);
  assertEquals(socket.isClosed, true);
});

const MISCONFIGURED = { code: "proxy-port", message: "Port.", isFinal: true };
const BLOCKED = { code: "socket-blocked", message: "No.", isFinal: false };

/** Lets the answer of the server arrive. */
const settle = (): Promise<void> => Promise.resolve().then(() => {});

Deno.test("SignalingClient ends when the server says that it is set up wrongly", async () => {
  const { clock, sockets, states, failures, last } = setUp();
  last().failure = MISCONFIGURED;
  last().events.onClose(1006);
  await settle();
  assertEquals(failures, ["proxy-port"]);
  assertEquals(states, ["connecting", "waiting", "refused"]);
  clock.advance(60_000);
  assertEquals(sockets.length, 1);
});

Deno.test("SignalingClient keeps trying, with the reason, when the WebSocket is blocked", async () => {
  const { clock, states, failures, last } = setUp();
  last().failure = BLOCKED;
  last().events.onClose(1006);
  await settle();
  clock.advance(500);
  last().failure = BLOCKED;
  clock.advance(RETRY_OPENING_MS);
  await settle();
  assertEquals(failures, ["socket-blocked", "socket-blocked"]);
  assertEquals(states, ["connecting", "waiting", "connecting", "waiting"]);
});

Deno.test("SignalingClient asks for no reason after a message, a close code or a seat", async () => {
  const { clock, failures, last } = setUp();
  last().failure = MISCONFIGURED;
  last().events.onClose(CLOSE.serviceRestart);
  clock.advance(500);
  last().failure = MISCONFIGURED;
  last().receive({ event: "error", data: { code: "too-fast" } });
  last().events.onClose(1006);
  clock.advance(1_000);
  last().welcome();
  last().events.onClose(1006);
  clock.advance(500);
  last().failure = MISCONFIGURED;
  last().events.onClose(1006);
  await settle();
  assertEquals(failures, []);
});

Deno.test("SignalingClient leaves a server that stops, and resumes after the given delay", () => {
  const { link, last, clock, sockets, states } = setUp();
  last().welcome();
  const first = last();
  link.send("offer", 1, "p2");
  first.events.onText(
    [
      { event: "x", from: "p2" },
      { event: "server-closing", data: { delayMs: 1_200 } },
      { event: "y", from: "p2" },
    ].map((message) => JSON.stringify(message)).join("\n"),
  );
  assertEquals(first.sent.map(({ event }) => event), ["offer"]);
  assertEquals(first.closedWith, CLIENT_RECONNECT_CLOSE_CODE);
  link.send("offer", 2, "p2");
  clock.advance(1_199);
  assertEquals(sockets.length, 1);
  clock.advance(1);
  // The message after it is not counted: the server repeats it.
  assertEquals(last().resume, { token: "T", received: 2 });
  last().welcome({ resumed: true });
  assertEquals(last().sent.map(({ data }) => data), [2]);
  assertEquals(states, ["connecting", "open", "waiting", "connecting", "open"]);
});

Deno.test("SignalingClient bounds the delay of a server that stops", () => {
  const { last, clock, sockets } = setUp();
  last().welcome();
  last().receive({ event: "server-closing", data: { delayMs: 1e12 } });
  clock.advance(MAX_RESTART_DELAY_MS);
  assertEquals(sockets.length, 2);
});

Deno.test("SignalingClient stays when the restart is over, and counts the message", () => {
  const { last, clock } = setUp();
  last().welcome();
  last().receive({ event: "server-closing", data: { delayMs: null } });
  assertEquals(last().closedWith, null);
  last().events.onClose(1006);
  clock.advance(500);
  assertEquals(last().resume, { token: "T", received: 1 });
});
