/** What an operator with `ADMIN_TOKEN` can do, and others cannot. @module */
import { assertEquals, assertMatch } from "@std/assert";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
  type RunningMaru,
} from "../../fakes/running_maru.ts";

const TOKEN = "operator-0123456789";
const MAY_SPAWN = HAS_SERVER_PERMISSIONS &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";
const ROOT = new URL("../../../", import.meta.url);

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function ask(
  { port }: RunningMaru,
  method: string,
  path: string,
  token = TOKEN,
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/admin/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: await response.json() };
}

function codeOf({ body }: Answer): string {
  return /"code":"([a-z-]+)"/.exec(JSON.stringify(body))?.[1] ?? "";
}

async function join({ port }: RunningMaru, room: string) {
  const target = `/socket?room=${room}`;
  const socket = await RawWebSocket.open({ port, target });
  const { resume } = await socket.waitForEvent("welcome");
  return { socket, resume: String(resume) };
}

async function closeCodeOf(socket: RawWebSocket): Promise<number | null> {
  await socket.waitUntil(() => socket.closeCode !== null, 20_000);
  return socket.closeCode;
}

Deno.test({
  name:
    "Without ADMIN_TOKEN there is nothing below /admin, not even for this machine",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru({ TLS: "off" });
    for (
      const [method, path] of [
        ["GET", "rooms"],
        ["DELETE", "rooms/tea"],
        ["POST", "drain"],
      ] as const
    ) {
      const answer = await ask(maru, method, path);
      assertEquals([answer.status, codeOf(answer)], [404, "not-found"]);
    }
  },
});

Deno.test({
  name:
    "An operator lists rooms without their names, and ends one for everyone",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru({ TLS: "off", ADMIN_TOKEN: TOKEN });
    const tea = await join(maru, "tea");
    const other = await join(maru, "coffee");
    const counts = { connected: 1, away: 0, waiting: 0, locked: false };
    assertEquals((await ask(maru, "GET", "rooms")).body, {
      rooms: [{ room: 1, ...counts }, { room: 2, ...counts }],
    });
    assertEquals((await ask(maru, "DELETE", "rooms/milk")).status, 404);
    assertEquals((await ask(maru, "DELETE", "rooms/@7")).status, 404);

    assertEquals((await ask(maru, "DELETE", "rooms/@1")).body, {
      ended: { room: 1, ...counts },
    });
    assertEquals(await closeCodeOf(tea.socket), 4013);
    const again = await RawWebSocket.open({
      port: maru.port,
      target: `/socket?resume=${encodeURIComponent(tea.resume)}`,
    });
    assertEquals(await closeCodeOf(again), 4013);
    assertEquals((await ask(maru, "DELETE", "rooms/Coffee")).status, 200);
    assertEquals(await closeCodeOf(other.socket), 4013);
    const log = maru.logLines.join("\n");
    assertMatch(log, /WARN {2}The operator ended a room room=1/);
    assertEquals(/tea|coffee/i.test(log), false);
    for (const { stream } of [tea.socket, again, other.socket]) {
      stream.destroy();
    }
  },
});

Deno.test({
  name: "Who does not have ADMIN_TOKEN is refused, and soon not listened to",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru({ TLS: "off", ADMIN_TOKEN: TOKEN });
    for (let attempt = 0; attempt < 10; attempt++) {
      const answer = await ask(maru, "POST", "drain", "wrong");
      assertEquals([answer.status, codeOf(answer)], [403, "admin-not-allowed"]);
    }
    const answer = await ask(maru, "GET", "rooms");
    assertEquals([answer.status, codeOf(answer)], [429, "too-many-requests"]);
    assertMatch(maru.logLines.join("\n"), /cause=admin-not-allowed/);
  },
});

Deno.test({
  name:
    "An operator drains the process: members get server-closing, and it ends",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru({ TLS: "off", ADMIN_TOKEN: TOKEN });
    const { socket } = await join(maru, "tea");
    assertEquals(await ask(maru, "POST", "drain"), {
      status: 202,
      body: { draining: true },
    });
    await socket.waitForEvent("server-closing");
    assertEquals(await closeCodeOf(socket), 1012);
    socket.stream.destroy();
  },
});

Deno.test({
  name:
    "deno task admin finds the server of its settings, and trusts its authority",
  ignore: !MAY_SPAWN,
  fn: async () => {
    const dataDir = await Deno.makeTempDir({ prefix: "maru-admin-" });
    await using maru = await runMaru({ ADMIN_TOKEN: TOKEN, DATA_DIR: dataDir });
    const run = async (token: string, ...args: string[]) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "tools/admin.ts", ...args],
        cwd: ROOT,
        env: {
          NO_COLOR: "1",
          ADMIN_TOKEN: token,
          PORT: String(maru.port),
          DATA_DIR: dataDir,
        },
      }).output();
      const decoder = new TextDecoder();
      return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
    };
    assertEquals((await run(TOKEN, "rooms")).code, 0);
    const refused = await run("wrong", "drain");
    assertEquals(refused.code, 1);
    assertMatch(refused.text, /token/);
    assertEquals((await run(TOKEN, "end")).code, 2);
    await Deno.remove(dataDir, { recursive: true });
  },
});
