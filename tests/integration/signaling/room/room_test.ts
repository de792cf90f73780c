/** Lock, waiting room and hosts over real sockets. @module */
import { assertEquals } from "@std/assert";
import { RawWebSocket } from "../../../fakes/raw_websocket.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
  type RunningMaru,
} from "../../../fakes/running_maru.ts";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !HAS_SERVER_PERMISSIONS, fn });
}

const HEADERS = { "Sec-WebSocket-Protocol": "maru.v1" };

function open(maru: RunningMaru, query = "room=tea"): Promise<RawWebSocket> {
  const target = `/socket?${query}`;
  return RawWebSocket.open({ port: maru.port, target, headers: HEADERS });
}

/** The host of a locked room and its newest token. */
async function lockedRoom(maru: RunningMaru) {
  const host = await open(maru);
  await host.waitForEvent("welcome");
  host.send({ event: "lock", data: { locked: true } });
  const { resume } = await host.waitForEvent("room");
  return { host, resume: String(resume) };
}

/** A client that has knocked with a name, and the id of its knock. */
async function knocker(maru: RunningMaru, host: RawWebSocket) {
  const socket = await open(maru);
  await socket.waitForEvent("locked");
  socket.send({ event: "knock", data: { name: "Cho" } });
  const { id } = await host.waitForEvent("knock");
  return { socket, id };
}

async function endAll(...sockets: RawWebSocket[]): Promise<void> {
  for (const socket of sockets) await socket.destroy();
}

test("an admitted client becomes a member on the same socket", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const { host } = await lockedRoom(maru);
  const { socket, id } = await knocker(maru, host);
  socket.send({ event: "offer", data: "too early" });
  assertEquals((await socket.waitForEvent("error")).code, "not-admitted");
  host.send({ event: "admit", data: { id } });
  const welcome = await socket.waitForEvent("welcome");
  assertEquals([welcome.id, welcome.locked], [id, true]);
  await host.waitForEvent("peer-joined");
  socket.send({ event: "offer", data: { sdp: 1 } });
  assertEquals(await host.waitForEvent("offer"), { sdp: 1 });
  socket.stream.destroy();
  const again = await open(maru, `resume=${welcome.resume}`);
  assertEquals((await again.waitForEvent("welcome")).resumed, true);
  await endAll(host, socket, again);
});

test("a refused knock closes with 4010, and hosts are notified of a closed one", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const { host } = await lockedRoom(maru);
  const first = await knocker(maru, host);
  host.send({ event: "refuse", data: { id: first.id } });
  assertEquals(
    (await first.socket.waitForEvent("error")).code,
    "knock-refused",
  );
  assertEquals(await first.socket.waitForClose(), 4010);
  assertEquals((await host.waitForEvent("knock-ended")).reason, "refused");
  const second = await knocker(maru, host);
  await second.socket.destroy();
  assertEquals(await host.waitForEvent("knock-ended"), {
    id: second.id,
    reason: "gone",
    by: null,
  });
  await endAll(host, first.socket);
});

test("an address with too many knocks gets 4009, and members are not affected", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const { host } = await lockedRoom(maru);
  const waiting = await Promise.all([1, 2, 3, 4].map(() => open(maru)));
  for (const socket of waiting) await socket.waitForEvent("locked");
  const flood = await Promise.all([1, 2, 3, 4, 5].map(() => open(maru)));
  for (const socket of flood) assertEquals(await socket.waitForClose(), 4009);
  host.send({ event: "ping" });
  await host.waitForEvent("pong");
  assertEquals(host.messages.length, 0);
  await endAll(host, ...waiting, ...flood);
});

test("a host removes with 4012 and ends the room with 4013, and the tokens are revoked", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const host = await open(maru);
  await host.waitForEvent("welcome");
  const [bob, cho] = [await open(maru), await open(maru)];
  const welcome = await bob.waitForEvent("welcome");
  await cho.waitForEvent("welcome");
  cho.send({ event: "remove", data: { id: welcome.id } });
  assertEquals((await cho.waitForEvent("error")).code, "not-host");
  host.send({ event: "remove", data: { id: welcome.id } });
  assertEquals(await bob.waitForClose(), 4012);
  assertEquals((await cho.waitForEvent("peer-left")).reason, "kicked");
  const back = await open(maru, `resume=${welcome.resume}`);
  assertEquals(await back.waitForClose(), 4012);
  host.send({ event: "end" });
  assertEquals([await host.waitForClose(), await cho.waitForClose()], [
    4013,
    4013,
  ]);
  const next = await open(maru);
  const { hosts, id, locked } = await next.waitForEvent("welcome");
  assertEquals([hosts, locked], [[id], false]);
  await endAll(host, bob, cho, back, next);
});

test("a room has its lock and host after a restart of the server", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "maru-room-" });
  const env = { TLS: "off", DATA_DIR: dataDir };
  let token = "";
  let guestId: unknown;
  {
    await using maru = await runMaru(env);
    const { host, resume } = await lockedRoom(maru);
    const guest = await knocker(maru, host);
    host.send({ event: "admit", data: { id: guest.id } });
    await guest.socket.waitForEvent("welcome");
    guestId = guest.id;
    token = resume;
    await maru.close();
    assertEquals(await guest.socket.waitForClose(), 1012);
    await endAll(host, guest.socket);
  }
  await using maru = await runMaru(env);
  const eve = await open(maru);
  await eve.waitForEvent("locked");
  const host = await open(maru, `resume=${token}`);
  const welcome = await host.waitForEvent("welcome");
  assertEquals([welcome.locked, welcome.hosts], [true, [welcome.id]]);
  assertEquals(welcome.resumed, true);
  assertEquals(welcome.peers, [{ id: guestId, info: {} }]);
  const again = await knocker(maru, host);
  await endAll(host, eve, again.socket);
  await Deno.remove(dataDir, { recursive: true });
});
