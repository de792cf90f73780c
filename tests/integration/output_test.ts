/** Real processes whose stdout and stderr fail in every way. @module */
import { fileURLToPath } from "node:url";
import { assertEquals } from "@std/assert";
import { serverArguments } from "../../tools/server_permissions.ts";
import { findFreePort } from "../../tools/server_process.ts";
import { HAS_SERVER_PERMISSIONS } from "../fakes/running_maru.ts";

const MAY_SPAWN = HAS_SERVER_PERMISSIONS &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const START_LIMIT_MS = 60_000;

/** A shell that becomes the server, with `redirection` behind its command. */
function shellCommand(redirection: string): string {
  const args = serverArguments({ DATA_DIR: "$DATA_DIR" });
  const words = [Deno.execPath(), ...args].map((word) => `"${word}"`);
  return `echo $$ >"$PID_FILE"; exec ${words.join(" ")} ${redirection}`;
}

interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly stdio: "null" | "piped";
}

interface OutputTestServer {
  readonly child: Deno.ChildProcess;
  /** Sends a request that is logged, and checks that another is served. */
  logAndServe(): Promise<void>;
  /** Ends the server by SIGTERM. */
  stop(): Promise<void>;
}

async function withServer(
  { command, args, stdio }: Launch,
  run: (server: OutputTestServer) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "maru-output-" });
  const port = findFreePort();
  const pidFile = `${folder}/pid`;
  const child = new Deno.Command(command, {
    args: [...args],
    cwd: ROOT,
    env: {
      NO_COLOR: "1",
      DENO_NO_UPDATE_CHECK: "1",
      LOG_LEVEL: "debug",
      TLS: "off",
      ICE: "off",
      HOST: "127.0.0.1",
      PORT: String(port),
      DATA_DIR: `${folder}/data`,
      PID_FILE: pidFile,
    },
    stdin: "null",
    stdout: stdio,
    stderr: stdio,
  }).spawn();
  const url = `http://127.0.0.1:${port}`;
  const get = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    await response.body?.cancel();
    return response.status;
  };
  const readPid = async () => Number(await Deno.readTextFile(pidFile));
  try {
    await waitUntil(() => get("/livez").then(() => true, () => false));
    await run({
      child,
      logAndServe: async () => {
        assertEquals(await get("/nothing-here"), 404);
        assertEquals(await get("/livez"), 200);
      },
      stop: async () => {
        Deno.kill(await readPid(), "SIGTERM");
        await waitUntil(() => get("/livez").then(() => false, () => true));
      },
    });
  } finally {
    await readPid().then((pid) => Deno.kill(pid, "SIGKILL")).catch(() => {});
    await child.status;
    await Deno.remove(folder, { recursive: true });
  }
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + START_LIMIT_MS;
  while (!await condition()) {
    if (performance.now() > endMs) throw new Error("Timed out");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !MAY_SPAWN || Deno.build.os !== "linux", fn });
}

test("The server starts, serves and stops while the disk of its output is full", async () => {
  await withServer({
    command: "sh",
    args: ["-c", shellCommand(">/dev/full 2>/dev/full")],
    stdio: "null",
  }, async ({ child, logAndServe, stop }) => {
    await logAndServe();
    await stop();
    assertEquals((await child.status).code, 0);
  });
});

test("The server serves and stops after the readers of its output have ended", async () => {
  await withServer({
    command: "sh",
    args: ["-c", shellCommand("")],
    stdio: "piped",
  }, async ({ child, logAndServe, stop }) => {
    await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
    await logAndServe();
    await stop();
    assertEquals((await child.status).code, 0);
  });
});

test("The server serves and stops while nobody reads its full output pipes", async () => {
  await withServer({
    command: "sh",
    args: ["-c", shellCommand("")],
    stdio: "piped",
  }, async ({ child, logAndServe, stop }) => {
    await Promise.all([fillPipe(child.pid, 1), fillPipe(child.pid, 2)]);
    await logAndServe();
    await stop();
    assertEquals((await child.status).code, 0);
    await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
  });
});

/** Writes to a pipe of a process until it takes no more, and then 2 s longer. */
async function fillPipe(pid: number, fd: number): Promise<void> {
  await new Deno.Command("timeout", {
    args: ["2", "sh", "-c", `exec cat /dev/zero >/proc/${pid}/fd/${fd}`],
  }).output();
}

test("The server goes on when its terminal is closed, and logs to a gone terminal", async () => {
  await withServer({
    command: "script",
    args: ["-qec", shellCommand(""), "/dev/null"],
    stdio: "null",
  }, async ({ child, logAndServe, stop }) => {
    await logAndServe();
    // The end of `script` closes the terminal: SIGHUP, then EIO.
    child.kill("SIGKILL");
    await child.status;
    await logAndServe();
    await stop();
  });
});

test("A server that cannot start ends with 1 while the disk of its output is full", async () => {
  const { code } = await new Deno.Command("sh", {
    args: ["-c", shellCommand(">/dev/full 2>/dev/full")],
    cwd: ROOT,
    env: {
      DENO_NO_UPDATE_CHECK: "1",
      PORT: "x",
      DATA_DIR: "/nowhere",
      PID_FILE: "/dev/null",
    },
    stdin: "null",
  }).output();
  assertEquals(code, 1);
});
