/** The rooms of the API: list, lock, remove, end. @module */
import { assertEquals } from "@std/assert";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
  type RunningMaru,
} from "../../fakes/running_maru.ts";

const API_TOKEN = "program-0123456789";

async function ask(
  { port }: RunningMaru,
  method: string,
  path: string,
  body?: unknown,
  token = API_TOKEN,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`http://127.0.0.1:${port}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...body === undefined ? {} : { body: JSON.stringify(body) },
  });
  return { status: response.status, body: await response.json() };
}

async function join({ port }: RunningMaru, room: string) {
  const target = `/socket?room=${encodeURIComponent(room)}`;
  const socket = await RawWebSocket.open({ port, target });
  const { id, resume } = await socket.waitForEvent("welcome");
  return { socket, id: String(id), resume: String(resume) };
}

function code({ body }: { readonly body: unknown }): unknown {
  return Object(Object(body).error).code;
}

Deno.test({
  name:
    "The operator's program lists a room, locks it, removes a member and ends it",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru({ TLS: "off", API_TOKEN });
    const ada = await join(maru, "찻집");
    const bob = await join(maru, "찻집");
    ada.socket.send({ event: "info", data: { name: "Ada" } });
    await bob.socket.waitForEvent("peer-info");
    const name = encodeURIComponent("찻집");
    const [adaShown, bobShown] = [
      { id: ada.id, name: "Ada", host: true, connected: true },
      { id: bob.id, name: null, host: false, connected: true },
    ];
    const open = { room: "찻집", locked: false, waiting: 0 };
    const both = { ...open, members: [adaShown, bobShown] };
    assertEquals(await ask(maru, "GET", "rooms"), {
      status: 200,
      body: { rooms: [both] },
    });

    const message = { action: "message", text: "We restart at six." };
    const sent = await ask(maru, "POST", `rooms/${name}`, message);
    assertEquals(sent.body, both);
    for (const { socket } of [ada, bob]) {
      assertEquals(await socket.waitForEvent("operator-message"), {
        text: "We restart at six.",
        isPrivate: false,
      });
    }
    const toBob = { ...message, text: "Only you.", member: bob.id };
    await ask(maru, "POST", `rooms/${name}`, toBob);
    const onlyBob = await bob.socket.waitForEvent("operator-message");
    assertEquals(onlyBob, { text: "Only you.", isPrivate: true });

    const lock = await ask(maru, "POST", `rooms/${name}`, { action: "lock" });
    assertEquals(lock.body, { ...both, locked: true });
    assertEquals((await bob.socket.waitForEvent("room")).locked, true);
    const remove = { action: "remove", member: bob.id };
    assertEquals((await ask(maru, "POST", `rooms/${name}`, remove)).body, {
      ...open,
      locked: true,
      members: [adaShown],
    });
    await bob.socket.waitUntil(() => bob.socket.closeCode !== null, 20_000);
    assertEquals(bob.socket.closeCode, 4012);
    const again = await ask(maru, "POST", `rooms/${name}`, remove);
    assertEquals([again.status, code(again)], [404, "not-found"]);

    const ended = await ask(maru, "DELETE", `rooms/${name}`);
    assertEquals(ended.status, 200);
    await ada.socket.waitUntil(() => ada.socket.closeCode !== null, 20_000);
    assertEquals(ada.socket.closeCode, 4013);
    assertEquals((await ask(maru, "GET", `rooms/${name}`)).status, 404);
    assertEquals(maru.logLines.join("\n").includes("찻집"), false);
    for (const { socket } of [ada, bob]) socket.stream.destroy();
  },
});

Deno.test({
  name: "Rooms are shown to nobody without the token, and actions are checked",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru({ TLS: "off", API_TOKEN });
    const { socket } = await join(maru, "lobby");
    for (
      const [method, path] of [
        ["GET", "rooms"],
        ["GET", "rooms/lobby"],
        ["POST", "rooms/lobby"],
        ["DELETE", "rooms/lobby"],
      ] as const
    ) {
      const answer = await ask(maru, method, path, undefined, "wrong");
      assertEquals([answer.status, code(answer)], [403, "api-not-allowed"]);
    }
    for (
      const body of [
        { action: "mute" },
        { action: "message", text: " " },
        { action: "message", text: "a".repeat(4_001) },
      ]
    ) {
      const bad = await ask(maru, "POST", "rooms/lobby", body);
      assertEquals([bad.status, code(bad)], [400, "bad-body"]);
    }
    const lock = await ask(maru, "POST", "rooms/lobby", { action: "lock" });
    assertEquals([lock.status, code(lock)], [404, "not-found"]);
    assertEquals((await ask(maru, "GET", "rooms/lobby")).status, 200);
    socket.stream.destroy();
  },
});
