import { fileURLToPath } from "node:url";
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { lockDataDir } from "../../../server/data_dir_lock.ts";
import { silentLog } from "../../../server/log.ts";
import { StartupError } from "../../../server/startup_error.ts";
import { serverArguments } from "../../../tools/server_permissions.ts";
import { ChildServer } from "../../../tools/server_process.ts";
import { HAS_SERVER_PERMISSIONS } from "../../fakes/running_maru.ts";

const MAY_SPAWN = HAS_SERVER_PERMISSIONS &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const ONCE = { attempts: 1, intervalMs: 0 };

function test(name: string, fn: (path: string) => Promise<void>): void {
  Deno.test({
    name,
    ignore: !MAY_SPAWN,
    fn: async () => {
      const path = await Deno.makeTempDir({ prefix: "maru-lock-" });
      try {
        await fn(path);
      } finally {
        await Deno.remove(path, { recursive: true });
      }
    },
  });
}

test("lockDataDir() refuses a directory in use, and takes it after its release", async (path) => {
  const first = await lockDataDir(path, silentLog, ONCE);
  const error = await assertRejects(
    () => lockDataDir(path, silentLog, ONCE),
    StartupError,
  );
  assertEquals(error.reason, "data-dir");
  assertStringIncludes(error.message, "which another running Maru uses");
  first.release();
  first.release();
  const second = await lockDataDir(path, silentLog, ONCE);
  second.release();
});

test("lockDataDir() waits for a process that is about to end", async (path) => {
  const first = await lockDataDir(path, silentLog, ONCE);
  const second = lockDataDir(path, silentLog, {
    attempts: 10_000,
    intervalMs: 1,
  });
  first.release();
  (await second).release();
});

test("A second process with the same DATA_DIR ends with a sentence, and the first goes on; after a kill the next one starts", async (DATA_DIR) => {
  const env = {
    DATA_DIR,
    PORT: "0",
    HOST: "127.0.0.1",
    TLS: "off",
    ICE: "off",
  };
  const args = serverArguments(env);
  const start = () =>
    ChildServer.start({
      command: Deno.execPath(),
      args,
      env,
      isReady: (line) => /On this machine +http:/.test(line),
    });
  {
    await using first = await start();
    const second = await new Deno.Command(Deno.execPath(), {
      args,
      cwd: ROOT,
      env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1", ...env },
      stdin: "null",
    }).output();
    assertEquals(second.code, 1);
    const text = new TextDecoder().decode(second.stderr);
    assertStringIncludes(text, "which another running Maru uses");
    const { port } = portOf(first.logLines);
    const response = await fetch(`http://127.0.0.1:${port}/livez`);
    assertEquals(response.status, 200);
    await response.body?.cancel();
    await first.stop("SIGKILL");
  }
  await using next = await start();
  assertEquals(portOf(next.logLines).port > 0, true);
});

function portOf(lines: readonly string[]): { readonly port: number } {
  const [, port = "0"] = /http:\S+?:(\d+)/.exec(lines.join("\n")) ?? [];
  return { port: Number(port) };
}
