/** Invitations over HTTP and WebSockets: links, rooms that need one. @module */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { Buffer } from "node:buffer";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
  type RunningMaru,
} from "../../fakes/running_maru.ts";

const API_TOKEN = "program-0123456789";
const MAY_SPAWN = HAS_SERVER_PERMISSIONS &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";
const ROOT = new URL("../../../", import.meta.url);
const SETTINGS = { TLS: "off", API_TOKEN, ROOMS: "invited" };

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly link: string;
  readonly token: string;
}

async function invite(
  { port }: RunningMaru,
  body: unknown,
  token = API_TOKEN,
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/api/invitations`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const { error, link, token: made } = await response.json();
  return { status: response.status, code: error?.code, link, token: made };
}

/** Joins by the query of a socket, or by a message with `join=later`. */
async function join(
  { port }: RunningMaru,
  fields: Readonly<Record<string, string>>,
): Promise<RawWebSocket> {
  const query = new URLSearchParams({ room: "tea", ...fields });
  const target = `/socket?${query}`;
  return await RawWebSocket.open({ port, target });
}

/** Hosts in the `welcome` of a client, or the error and the close code. */
async function outcome(socket: RawWebSocket): Promise<unknown> {
  await socket.waitUntil(
    () => socket.closeCode !== null || socket.messages.length > 0,
    20_000,
  );
  const { event, data } = JSON.parse(socket.messages[0] ?? "{}");
  if (event === "welcome") {
    return data.hosts.includes(data.id) ? "host" : "member";
  }
  await socket.waitUntil(() => socket.closeCode !== null, 20_000);
  return [data.code, socket.closeCode];
}

Deno.test({
  name:
    "With ROOMS=invited a made link opens its room, and a stranger does not",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru(SETTINGS);
    const sockets: RawWebSocket[] = [];
    const enter = async (fields: Readonly<Record<string, string>>) => {
      const socket = await join(maru, fields);
      sockets.push(socket);
      return await outcome(socket);
    };
    assertEquals(await enter({}), ["invitation-needed", 4015]);
    assertEquals(await enter({ invitation: "x" }), ["bad-invitation", 4015]);
    const host = await invite(maru, {
      room: "tea",
      name: "Ada",
      role: "host",
      once: true,
    });
    assertEquals(host.status, 201);
    assertEquals(
      host.link,
      `http://127.0.0.1:${maru.port}/r/tea#i=${host.token}`,
    );
    const member = await invite(maru, { room: "Tea", expiresInSeconds: 60 });
    assertEquals(
      await enter({ room: "pot", invitation: member.token }),
      ["invitation-other-room", 4015],
    );
    assertEquals(await enter({ invitation: member.token }), "host");
    assertEquals(
      await enter({ invitation: `${host.token}~letters-1` }),
      "host",
    );
    assertEquals(await enter({ invitation: member.token }), "member");
    assertEquals(
      await enter({ invitation: `${host.token}~letters-2` }),
      ["invitation-used", 4015],
    );
    assertEquals(
      await enter({ invitation: `${host.token}~letters-1` }),
      "host",
    );
    assertEquals(await enter({}), "member");
    for (const { stream } of sockets) stream.destroy();
    const log = maru.logLines.join("\n");
    assertMatch(log, /invitation.*reason=invitation-needed/);
    for (const secret of [host.token, member.token, "tea", "Ada"]) {
      assertEquals(log.includes(secret), false, secret);
    }
  },
});

Deno.test({
  name: "A client that joins by a message shows its invitation there",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru(SETTINGS);
    const { token } = await invite(maru, { room: "tea" });
    const socket = await join(maru, { join: "later" });
    const data = { room: "tea", invitation: token };
    socket.send({ event: "join", data });
    assertEquals(await outcome(socket), "host");
    socket.stream.destroy();
  },
});

Deno.test({
  name: "A single-use link is used up over a restart; its key outlives it",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    const dataDir = await Deno.makeTempDir({ prefix: "maru-invite-" });
    const settings = { ...SETTINGS, DATA_DIR: dataDir };
    const first = await runMaru(settings);
    const once = await invite(first, { room: "tea", once: true });
    const many = await invite(first, { room: "tea" });
    const socket = await join(first, { invitation: once.token });
    assertEquals(await outcome(socket), "host");
    socket.send({ event: "leave" });
    await socket.waitUntil(() => socket.closeCode !== null, 20_000);
    await first.close();
    {
      await using next = await runMaru(settings);
      const used = await join(next, { invitation: once.token });
      assertEquals(await outcome(used), ["invitation-used", 4015]);
      const again = await join(next, { invitation: many.token });
      assertEquals(await outcome(again), "host");
      for (const { stream } of [used, again]) stream.destroy();
    }
    await Deno.remove(dataDir, { recursive: true }).catch(() => {});
  },
});

Deno.test({
  name: "The API is off without API_TOKEN, and refuses others and bad bodies",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    {
      await using off = await runMaru({ TLS: "off" });
      const { status, code } = await invite(off, { room: "tea" });
      assertEquals([status, code], [404, "not-found"]);
    }
    await using maru = await runMaru(SETTINGS);
    for (
      const body of [
        "",
        "{",
        "null",
        {},
        { room: "lobby" },
        { room: "a b" },
        { room: "tea", role: "owner" },
        { room: "tea", expiresInSeconds: 59 },
        { room: "tea", expiresInSeconds: 1e9 },
        { room: "tea", name: "x".repeat(101) },
        { room: "tea", hosts: true },
      ]
    ) {
      const { status, code } = await invite(maru, body);
      assertEquals([status, code], [400, "bad-body"], JSON.stringify(body));
    }
    const large = await invite(maru, `{"room":"${"x".repeat(17_000)}"}`);
    assertEquals([large.status, large.code], [413, "body-too-large"]);
    for (let attempt = 0; attempt < 10; attempt++) {
      const { status, code } = await invite(maru, { room: "tea" }, "wrong");
      assertEquals([status, code], [403, "api-not-allowed"]);
    }
    const { status, code } = await invite(maru, { room: "tea" });
    assertEquals([status, code], [429, "too-many-requests"]);
  },
});

Deno.test({
  name: "deno task invite makes a link with the key of DATA_DIR",
  ignore: !MAY_SPAWN,
  fn: async () => {
    const dataDir = await Deno.makeTempDir({ prefix: "maru-invite-" });
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "tools/invite.ts", ...args],
        cwd: ROOT,
        env: { NO_COLOR: "1", DATA_DIR: dataDir, PUBLIC_HOST: "call.example" },
      }).output();
      const decoder = new TextDecoder();
      return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
    };
    const early = await run("tea");
    assertEquals(early.code, 1);
    assertMatch(early.text, /start the server once/);
    await using maru = await runMaru({ ...SETTINGS, DATA_DIR: dataDir });
    const { code, text } = await run("tea", "--host", "--name=Ada");
    assertEquals(code, 0);
    const link = new URL(text.trim());
    assertEquals(link.origin, "https://call.example:8443");
    const token = link.hash.slice("#i=".length);
    const payload = Buffer.from(token.split(".")[1] ?? "", "base64url");
    assertEquals(JSON.parse(String(payload)).name, "Ada");
    const socket = await join(maru, { invitation: token });
    assertEquals(await outcome(socket), "host");
    socket.stream.destroy();
    const usage = await run("a room");
    assertEquals(usage.code, 2);
    assert(usage.text.startsWith("Usage"), usage.text);
    await Deno.remove(dataDir, { recursive: true }).catch(() => {});
  },
});
