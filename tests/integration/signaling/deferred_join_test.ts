/** Sockets that open before their client joins. */
import { assertEquals } from "@std/assert";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import { HAS_SERVER_PERMISSIONS, runMaru } from "../../fakes/running_maru.ts";

const ignore = !HAS_SERVER_PERMISSIONS;

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore, fn });
}

const LATER = "/socket?join=later";

/** Resolves when the server has handled everything that a member sent. */
async function settle(member: RawWebSocket): Promise<void> {
  member.send({ event: "ping", data: null });
  await member.waitForEvent("pong");
}

test("A socket without a seat is not announced, receives nothing and joins by its message", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const member = await RawWebSocket.open({ ...maru, target: "/socket?room=x" });
  await member.waitForEvent("welcome");
  const later = await RawWebSocket.open({ ...maru, target: LATER });
  member.send({ event: "hello", data: 1 });
  await settle(member);
  const roster = await fetch(`http://localhost:${maru.port}/rooms/x`)
    .then((response) => response.text());
  assertEquals(later.messages, []);
  assertEquals(
    member.messages.filter((text) => text.includes("peer-joined")),
    [],
  );
  later.send({ event: "join", data: { room: "x" } });
  const { id } = await later.waitForEvent("welcome");
  assertEquals((await member.waitForEvent("peer-joined")).id, id);
  later.send({ event: "hello", data: { n: 2 } });
  assertEquals(await member.waitForEvent("hello"), { n: 2 });
  assertEquals(roster.includes(String(id)), false);
  await member.destroy();
  await later.destroy();
});

test("A socket without a seat accepts nothing but a valid join, and its seat resumes by it", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const first = await RawWebSocket.open({ ...maru, target: "/socket?room=x" });
  const { id, resume } = await first.waitForEvent("welcome");
  const later = await RawWebSocket.open({ ...maru, target: LATER });
  for (
    const [message, code] of [
      [{ event: "hello" }, "not-admitted"],
      [{ event: "knock", data: { name: "Ada" } }, "not-admitted"],
      [{ event: "join", data: { room: 1 } }, "bad-data"],
    ] as const
  ) {
    later.send(message);
    assertEquals((await later.waitForEvent("error")).code, code);
    later.messages.length = 0;
  }
  later.send({ event: "join", data: { resume, received: 0 } });
  const welcome = await later.waitForEvent("welcome");
  assertEquals([welcome.id, welcome.resumed], [id, true]);
  assertEquals(await first.waitForClose(), 4000);
  await later.destroy();
});

test("A seat stays with its socket when an older one of the same page arrives", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const attempt = (number: number) => `attempt=abcd-efgh-${number}`;
  const open = (query: string) =>
    RawWebSocket.open({ ...maru, target: `/socket?${query}` });
  const member = await open(`join=later&${attempt(1)}`);
  member.send({ event: "join", data: { room: "x" } });
  const { id, resume } = await member.waitForEvent("welcome");
  const older = await open(`resume=${resume}&received=0&${attempt(0)}`);
  assertEquals(await older.waitForClose(), 4000);
  assertEquals(older.messages, []);
  await settle(member);
  const newer = await open(`resume=${resume}&received=0&${attempt(2)}`);
  assertEquals((await newer.waitForEvent("welcome")).id, id);
  assertEquals(await member.waitForClose(), 4000);
  const diagnosis = await fetch(
    `http://localhost:${maru.port}/socket?${attempt(0)}`,
    { headers: { accept: "application/json" } },
  ).then((response) => response.json());
  assertEquals(diagnosis.error.code, "answer-lost");
  await newer.destroy();
});

test("A refused join closes the socket as a refused opening does", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const later = await RawWebSocket.open({ ...maru, target: LATER });
  later.send({ event: "join", data: { room: "not a name" } });
  assertEquals((await later.waitForEvent("error")).code, "bad-room");
  assertEquals(await later.waitForClose(), 4001);
});

test("Sockets without a seat count as connections and give way to those that join", async () => {
  await using maru = await runMaru({ TLS: "off", MAX_CONNECTIONS_PER_IP: "2" });
  const oldest = await RawWebSocket.open({ ...maru, target: LATER });
  const newer = await RawWebSocket.open({ ...maru, target: LATER });
  const member = await RawWebSocket.open(maru);
  await member.waitForEvent("welcome");
  assertEquals(await oldest.waitForClose(), 1000);
  newer.send({ event: "join", data: {} });
  await newer.waitForEvent("welcome");
  const refused = await RawWebSocket.open({ ...maru, target: LATER });
  assertEquals(
    (await refused.waitForEvent("error")).code,
    "too-many-from-address",
  );
  assertEquals(await refused.waitForClose(), 4005);
  await member.destroy();
  await newer.destroy();
});

test("A server that stops closes sockets without a seat with 1012", async () => {
  const maru = await runMaru({ TLS: "off" });
  const later = await RawWebSocket.open({ ...maru, target: LATER });
  await maru[Symbol.asyncDispose]();
  assertEquals(await later.waitForClose(), 1012);
});
