import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DUPLICATE_MS } from "../../server/drain/stop_signals.ts";
import { serverArguments } from "../../tools/server_permissions.ts";
import { RawWebSocket } from "../fakes/raw_websocket.ts";
import { startRelayedTraffic } from "../fakes/relayed_traffic.ts";
import { HAS_SERVER_PERMISSIONS } from "../fakes/running_maru.ts";

const MAY_SPAWN = HAS_SERVER_PERMISSIONS &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

function test(name: string, fn: (dataDir: string) => Promise<void>): void {
  Deno.test({
    name,
    ignore: !MAY_SPAWN,
    fn: async () => {
      const dataDir = await Deno.makeTempDir({ prefix: "maru-main-" });
      try {
        await fn(dataDir);
      } finally {
        await Deno.remove(dataDir, { recursive: true });
      }
    },
  });
}

/** The server as `deno task start` starts it. */
function spawn(
  env: Record<string, string>,
  args = serverArguments(env),
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ICE: "off", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Reads the output up to the address. */
async function started(child: Deno.ChildProcess): Promise<string> {
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!/On this machine +https?:\S+\s/.test(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`It ended: ${text}`);
    text += value;
  }
  void drain(reader);
  return text;
}

async function drain(
  reader: ReadableStreamDefaultReader<string>,
): Promise<void> {
  while (!(await reader.read()).done);
}

test("main.ts lists every invalid setting and exits with 1", async (DATA_DIR) => {
  const env = { DATA_DIR, PORT: "x", TLS: "maybe", MAX_ROOMS: "0" };
  const { code, stderr } = await spawn(env).output();
  const text = new TextDecoder().decode(stderr);
  assertEquals(code, 1);
  for (const name of ["PORT", "TLS", "MAX_ROOMS"]) {
    assertStringIncludes(text, `  ${name} `);
  }
  assert(!text.includes("at file:"), text);
});

test("main.ts explains that the port is in use and exits with 1", async (DATA_DIR) => {
  using taken = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const PORT = String(taken.addr.port);
  const { code, stderr } = await spawn({ DATA_DIR, PORT, HOST: "127.0.0.1" })
    .output();
  const text = new TextDecoder().decode(stderr);
  assertEquals(code, 1);
  assertStringIncludes(text, `Port ${PORT} is in use`);
  assert(!text.includes("at file:"), text);
});

test("main.ts explains how to permit the data directory", async () => {
  const { code, stderr } = await spawn(
    { DATA_DIR: "/proc/nowhere", PORT: "0" },
    serverArguments({}),
  ).output();
  assertEquals(code, 1);
  assertStringIncludes(new TextDecoder().decode(stderr), "deno.json");
});

for (
  const signals of [["SIGINT"], ["SIGINT", "SIGINT"], ["SIGTERM"]] as const
) {
  test(`main.ts closes its sockets and exits with 0 on ${signals.join(" and ")}`, async (DATA_DIR) => {
    const child = spawn({ DATA_DIR, PORT: "0", HOST: "127.0.0.1", TLS: "off" });
    const banner = await started(child);
    const port = Number(/On this machine +http:\S+?:(\d+)/.exec(banner)?.[1]);
    const member = await RawWebSocket.open({ port });
    await member.waitForEvent("welcome");
    for (const signal of signals) child.kill(signal);
    assertEquals(await member.waitForClose(20_000), 1012);
    const { code } = await child.status;
    assertEquals(code, 0);
    await child.stderr.cancel();
    await member.destroy();
  });
}

test("main.ts drains on SIGTERM: not ready, no new member, and a second SIGTERM ends it at once", async (DATA_DIR) => {
  const child = spawn({
    DATA_DIR,
    PORT: "0",
    HOST: "127.0.0.1",
    TLS: "off",
    ICE: "on",
    ICE_PORT: "0",
    TURN_ALLOW_PEERS: "127.0.0.1",
    DRAIN_SECONDS: "600",
  });
  const banner = await started(child);
  const port = Number(/On this machine +http:\S+?:(\d+)/.exec(banner)?.[1]);
  const ready = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    await response.body?.cancel();
    return response.status;
  };
  const member = await RawWebSocket.open({ port, target: "/socket?room=tea" });
  const { iceServers } = await member.waitForEvent("welcome");
  await using relay = await startRelayedTraffic(iceServers);
  assertEquals(await ready(), 200);
  child.kill("SIGTERM");
  assertEquals(await member.waitForEvent("server-closing"), { delayMs: 500 });
  assertEquals(await ready(), 503);
  const late = await RawWebSocket.open({ port, target: "/socket?room=tea" });
  assertStringIncludes(late.responseHead, "503");
  assertEquals(await member.waitForClose(20_000), 1012);
  const before = relay.echoes;
  await relay.waitForEchoes(before + 20);
  assertEquals(await ready(), 503);
  await new Promise((resolve) => setTimeout(resolve, DUPLICATE_MS));
  child.kill("SIGTERM");
  const { code } = await child.status;
  assertEquals(code, 1);
  await Promise.all([member.destroy(), late.destroy(), child.stderr.cancel()]);
});

test("main.ts keeps its files private and its certificate over a restart", async (DATA_DIR) => {
  const fingerprints: (string | undefined)[] = [];
  for (let i = 0; i < 2; i++) {
    const child = spawn({ DATA_DIR, PORT: "0", HOST: "127.0.0.1" });
    const banner = await started(child);
    fingerprints.push(/([0-9A-F]{2}:){15}/.exec(banner)?.[0]);
    child.kill("SIGINT");
    await child.status;
    await child.stderr.cancel();
  }
  assert(fingerprints[0] !== undefined);
  assertEquals(fingerprints[0], fingerprints[1]);
  for await (const { name } of Deno.readDir(DATA_DIR)) {
    const { mode } = await Deno.stat(`${DATA_DIR}/${name}`);
    assertEquals((mode ?? 0) & 0o077, 0, name);
  }
});
