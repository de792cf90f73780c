import { assert, assertEquals, assertLess } from "@std/assert";
import {
  encodeClientClose,
  encodeClientFrame,
} from "../../../tools/websocket_frames.ts";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import { HAS_SERVER_PERMISSIONS, runMaru } from "../../fakes/running_maru.ts";

const ignore = !HAS_SERVER_PERMISSIONS;

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore, fn });
}

/**
 * Two members of one room: `sender` misbehaves, `listener` must not be
 * affected.
 */
async function pairIn(port: number, room: string) {
  const target = `/socket?room=${room}`;
  const sender = await RawWebSocket.open({ port, target });
  const listener = await RawWebSocket.open({ port, target });
  await listener.waitForEvent("welcome");
  return { sender, listener };
}

test("signaling relays text between two clients over TLS", async () => {
  await using maru = await runMaru();
  const a = await RawWebSocket.open(maru);
  const b = await RawWebSocket.open(maru);
  await a.waitForEvent("peer-joined");
  b.send({ event: "offer", data: { sdp: "v=0\r\n", emoji: "마루 🏠" } });
  const offer = await a.nextMessage();
  assertEquals(offer.event, "offer");
  assertEquals(offer.data, { sdp: "v=0\r\n", emoji: "마루 🏠" });
  await a.destroy();
  await b.destroy();
});

test("signaling accepts the subprotocol and sends the messages of a tick in one frame", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const headers = { "Sec-WebSocket-Protocol": "chat, maru.v1" };
  const a = await RawWebSocket.open({ ...maru, headers });
  assert(
    a.responseHead.toLowerCase().includes("sec-websocket-protocol: maru.v1"),
  );
  const b = await RawWebSocket.open(maru);
  assert(!b.responseHead.toLowerCase().includes("sec-websocket-protocol"));
  await a.waitForEvent("peer-joined");
  const frames = Array.from(
    { length: 20 },
    (_, i) => encodeClientFrame(JSON.stringify({ event: "x", data: i })),
  );
  b.stream.write(Uint8Array.from(frames.flatMap((frame) => [...frame])));
  await a.waitUntil(() => a.messages.length === 20);
  assertEquals(
    a.messages.map((text) => JSON.parse(text).data),
    [...Array(20).keys()],
  );
  await a.destroy();
  await b.destroy();
});

test("signaling closes 1009 on a message over the limit and not the other members", async () => {
  await using maru = await runMaru({ TLS: "off", MAX_MESSAGE_BYTES: "2048" });
  const { sender, listener } = await pairIn(maru.port, "big");
  sender.send({ event: "x", data: "y".repeat(2048) });
  assertEquals(await sender.waitForClose(), 1009);
  assertEquals(
    sender.messages.map((text) => JSON.parse(text)).at(-1).data.code,
    "too-big",
  );
  assertEquals(await listener.waitForEvent("peer-left"), {
    id: await idOf(sender),
    reason: "policy",
  });
  await listener.destroy();
  await sender.destroy();
});

async function idOf(socket: RawWebSocket): Promise<unknown> {
  const welcome = socket.messages.map((text) => JSON.parse(text))
    .find(({ event }) => event === "welcome");
  return await Promise.resolve(welcome?.data.id);
}

test("signaling closes 1009 on fragments over the limit before the message ends", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const socket = await RawWebSocket.open(maru);
  const piece = "x".repeat(16 * 1024);
  socket.stream.write(encodeClientFrame(piece, { isFinal: false }));
  for (let i = 0; i < 4; i++) {
    socket.stream.write(
      encodeClientFrame(piece, { opcode: 0, isFinal: false }),
    );
  }
  assertEquals(await socket.waitForClose(), 1009);
  await socket.destroy();
});

test("signaling closes 4006 on too many messages, after the burst", async () => {
  await using maru = await runMaru({ TLS: "off", MESSAGES_PER_SECOND: "5" });
  const { sender, listener } = await pairIn(maru.port, "fast");
  for (let i = 0; i < 40; i++) sender.send({ event: "x", data: i });
  assertEquals(await sender.waitForClose(), 4006);
  await listener.waitForEvent("peer-left");
  const passed = listener.messages.map((text) => JSON.parse(text).event);
  assertEquals(passed.filter((event) => event === "x"), []);
  await listener.destroy();
  await sender.destroy();
});

test("signaling relays a burst of a hundred candidates by default", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const { sender, listener } = await pairIn(maru.port, "burst");
  for (let i = 0; i < 100; i++) sender.send({ event: "candidate", data: "" });
  await listener.waitUntil(() => listener.messages.length === 100);
  assertEquals(sender.closeCode, null);
  await listener.destroy();
  await sender.destroy();
});

test("signaling closes 4006 on too many bytes, empty fragments included", async () => {
  await using maru = await runMaru({ TLS: "off", BYTES_PER_SECOND: "1024" });
  const socket = await RawWebSocket.open(maru);
  const empty = encodeClientFrame("", { opcode: 0, isFinal: false });
  socket.stream.write(encodeClientFrame("", { isFinal: false }));
  for (let i = 0; i < 1000; i++) socket.stream.write(empty);
  assertEquals(await socket.waitForClose(), 4006);
  await socket.destroy();
});

/** A sender and a listener in a room with a member that does not read. */
async function openStalled(port: number) {
  const { sender, listener } = await pairIn(port, "stall");
  const stalled = await RawWebSocket.open({
    port,
    target: "/socket?room=stall",
  });
  stalled.stream.pause();
  await listener.waitForEvent("peer-joined");
  return { sender, listener, stalled };
}

/**
 * Sends more than the system and the server buffer for one reader, and waits
 * until the listener hears that a member left. A seat whose grace time is over
 * ends at the next sweep, which a fast machine reaches after the last message.
 */
async function sendUntilLeft(
  sender: RawWebSocket,
  listener: RawWebSocket,
): Promise<void> {
  const data = "y".repeat(60_000);
  const hasLeft = () =>
    listener.messages.some((text) => text.includes("peer-left"));
  for (let sent = 0; sent < 50_000_000 && !hasLeft(); sent += data.length) {
    listener.messages.length = 0;
    sender.send({ event: "x", data });
    await listener.waitUntil(() => listener.messages.length > 0);
  }
  await listener.waitUntil(hasLeft);
}

test("signaling closes 4007 on a stalled reader, buffers no more than the limit, and serves the others", async () => {
  await using maru = await runMaru({
    TLS: "off",
    MAX_BUFFERED_BYTES: "200000",
    MESSAGES_PER_SECOND: "100000",
    BYTES_PER_SECOND: "1000000000",
    ROOM_BYTES_PER_SECOND: "1000000000",
  });
  const { sender, listener, stalled } = await openStalled(maru.port);
  const before = Deno.memoryUsage().rss;
  await sendUntilLeft(sender, listener);
  assertLess(Deno.memoryUsage().rss - before, 100_000_000);
  stalled.stream.resume();
  assertEquals(await stalled.waitForClose(10_000), 4007);
  await Promise.all([sender.destroy(), listener.destroy(), stalled.destroy()]);
});

test("signaling ends readers that stall when all unsent bytes reach their limit, and serves the others", async () => {
  await using maru = await runMaru({
    TLS: "off",
    RESUME_SECONDS: "0",
    MAX_BUFFERED_BYTES: "100000000",
    MAX_TOTAL_BUFFERED_BYTES: "2000000",
    MESSAGES_PER_SECOND: "100000",
    BYTES_PER_SECOND: "1000000000",
    ROOM_BYTES_PER_SECOND: "1000000000",
  });
  const { sender, listener, stalled } = await openStalled(maru.port);
  await sendUntilLeft(sender, listener);
  assertEquals([sender.closeCode, listener.closeCode], [null, null]);
  await Promise.all([sender.destroy(), listener.destroy(), stalled.destroy()]);
});

test("signaling closes 4005 on one socket too many of an address, and accepts the next after one closed", async () => {
  await using maru = await runMaru({
    TLS: "off",
    MAX_CONNECTIONS_PER_IP: "2",
  });
  const a = await RawWebSocket.open(maru);
  const b = await RawWebSocket.open(maru);
  const c = await RawWebSocket.open(maru);
  assertEquals((await c.waitForEvent("error")).code, "too-many-from-address");
  assertEquals(await c.waitForClose(), 4005);
  await a.destroy();
  await b.destroy();
  const d = await RawWebSocket.open(maru);
  assertEquals((await d.nextMessage()).event, "welcome");
  await d.destroy();
  await c.destroy();
});

test("signaling closes 4004 on one socket too many in all", async () => {
  await using maru = await runMaru({ TLS: "off", MAX_CONNECTIONS: "1" });
  const a = await RawWebSocket.open(maru);
  const b = await RawWebSocket.open(maru);
  assertEquals((await b.waitForEvent("error")).code, "too-many-connections");
  assertEquals(await b.waitForClose(), 4004);
  await a.destroy();
  await b.destroy();
});

test("signaling sends the reason before it closes for a refused room", async () => {
  await using maru = await runMaru({ TLS: "off", MAX_ROOM_MEMBERS: "2" });
  const bad = await RawWebSocket.open({
    ...maru,
    target: "/socket?room=a%20b",
  });
  assertEquals((await bad.waitForEvent("error")).code, "bad-room");
  assertEquals(await bad.waitForClose(), 4001);
  const token = await RawWebSocket.open({
    ...maru,
    target: "/socket?resume=x.y",
  });
  assertEquals((await token.waitForEvent("error")).code, "bad-resume");
  assertEquals(await token.waitForClose(), 4002);
  const { sender, listener } = await pairIn(maru.port, "full");
  const third = await RawWebSocket.open({
    ...maru,
    target: "/socket?room=full",
  });
  assertEquals((await third.waitForEvent("error")).code, "room-full");
  assertEquals(await third.waitForClose(), 4003);
  await Promise.all(
    [bad, token, sender, listener, third].map((s) => s.destroy()),
  );
});

test("signaling closes 1002, 1003 and 1007 on frames that the protocol excludes", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const cases = [
    [encodeClientFrame("x", { isMasked: false }), 1002],
    [encodeClientFrame("x", { opcode: 2 }), 1003],
    [encodeClientFrame(Uint8Array.of(0xff)), 1007],
  ] as const;
  for (const [bytes, code] of cases) {
    const socket = await RawWebSocket.open(maru);
    socket.stream.write(bytes);
    assertEquals(await socket.waitForClose(), code);
    await socket.destroy();
  }
});

test("signaling keeps the seat of a lost socket and replays the missed messages on resuming", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const target = "/socket?room=resume";
  const headers = { "Sec-WebSocket-Protocol": "maru.v1" };
  const sender = await RawWebSocket.open({ ...maru, target, headers });
  const welcome = await sender.waitForEvent("welcome");
  const listener = await RawWebSocket.open({ ...maru, target });
  await sender.waitForEvent("peer-joined");
  await listener.waitForEvent("welcome");
  await sender.destroy();
  listener.send({ event: "x", to: welcome.id, data: 1 });
  listener.send({ event: "x", to: welcome.id, data: 2 });
  const again = await RawWebSocket.open({
    port: maru.port,
    target: `/socket?resume=${welcome.resume}&received=1`,
    headers,
  });
  const second = await again.waitForEvent("welcome");
  assertEquals([second.id, second.resumed], [welcome.id, true]);
  assertEquals(
    [await again.nextMessage(), await again.nextMessage()].map((m) => m.data),
    [
      1,
      2,
    ] as unknown[],
  );
  listener.send({ event: "ping" });
  assertEquals((await listener.nextMessage()).event, "pong");
  await again.destroy();
  await listener.destroy();
});

test("signaling keeps the seat of a page that is reloaded (1001 or 4101)", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const headers = { "Sec-WebSocket-Protocol": "maru.v1" };
  for (const code of [1001, 4101]) {
    const target = `/socket?room=reload-${code}`;
    const page = await RawWebSocket.open({ port: maru.port, target, headers });
    const welcome = await page.waitForEvent("welcome");
    const other = await RawWebSocket.open({ port: maru.port, target });
    await other.waitForEvent("welcome");
    page.stream.write(encodeClientClose(code));
    assertEquals(await page.waitForClose(), 1000);
    other.send({ event: "x", to: welcome.id, data: 1 });
    other.send({ event: "ping" });
    assertEquals((await other.nextMessage()).event, "pong");
    const again = await RawWebSocket.open({
      port: maru.port,
      target: `/socket?resume=${welcome.resume}&received=none`,
      headers,
    });
    const second = await again.waitForEvent("welcome");
    assertEquals([second.id, second.resumed], [welcome.id, false]);
    assertEquals(second.hosts, welcome.hosts);
    again.send({ event: "ping" });
    assertEquals((await again.nextMessage()).event, "pong");
    for (const socket of [page, other, again]) await socket.destroy();
  }
});

test("signaling refuses a client that wants a room of fewer members", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const target = "/socket?room=small&max=2";
  const a = await RawWebSocket.open({ port: maru.port, target });
  const b = await RawWebSocket.open({ port: maru.port, target });
  await b.waitForEvent("welcome");
  const third = await RawWebSocket.open({ port: maru.port, target });
  assertEquals((await third.waitForEvent("error")).code, "room-full");
  assertEquals(await third.waitForClose(), 4003);
  for (const socket of [a, b, third]) await socket.destroy();
});

test("signaling closes its members with 1012 on shutdown, within two seconds", async () => {
  await using maru = await runMaru();
  const a = await RawWebSocket.open(maru);
  const stalled = await RawWebSocket.open(maru);
  stalled.stream.pause();
  const startMs = Date.now();
  await maru.close();
  assertLess(Date.now() - startMs, 2_000);
  assertEquals(await a.waitForClose(), 1012);
  await a.destroy();
  await stalled.destroy();
});
