import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { openDataDir } from "../../../server/data_dir.ts";
import { createLog, silentLog } from "../../../server/log.ts";
import { StartupError } from "../../../server/startup_error.ts";

const mayWrite =
  (await Deno.permissions.query({ name: "write" })).state === "granted";
const onUnix = Deno.build.os !== "windows";

/** Runs `body` with a directory that is gone afterwards. */
async function inTemp(body: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempDir();
  try {
    await body(path);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

async function modeOf(path: string): Promise<number> {
  return ((await Deno.stat(path)).mode ?? 0) & 0o777;
}

Deno.test({
  name: "openDataDir() makes a private directory and private files",
  ignore: !mayWrite || !onUnix,
  fn: () =>
    inTemp(async (temp) => {
      const dir = await openDataDir(`${temp}/a/maru`, silentLog);
      await dir.write("x.pem", "text");
      assertEquals(await modeOf(dir.path), 0o700);
      assertEquals(await modeOf(`${dir.path}/x.pem`), 0o600);
      assertEquals(await dir.read("x.pem"), "text");
      assertEquals(await dir.read("nothing"), null);
    }),
});

Deno.test({
  name: "DataDir.write() replaces a file and leaves no draft behind",
  ignore: !mayWrite,
  fn: () =>
    inTemp(async (temp) => {
      const dir = await openDataDir(temp, silentLog);
      await dir.write("x", "long first text");
      await dir.write("x", "second");
      assertEquals(await dir.read("x"), "second");
      const names = [];
      for await (const { name } of Deno.readDir(temp)) names.push(name);
      assertEquals(names, ["x"]);
    }),
});

Deno.test({
  name:
    "DataDir.loadOrCreateSecret() makes 32 random bytes once and keeps them",
  ignore: !mayWrite,
  fn: () =>
    inTemp(async (temp) => {
      const first = await (await openDataDir(temp, silentLog))
        .loadOrCreateSecret("a");
      const dir = await openDataDir(temp, silentLog);
      assertMatch(first.reveal(), /^[\w-]{43}$/);
      assertEquals(
        (await dir.loadOrCreateSecret("a")).reveal(),
        first.reveal(),
      );
      assertNotEquals(
        (await dir.loadOrCreateSecret("b")).reveal(),
        first.reveal(),
      );
    }),
});

Deno.test({
  name:
    "DataDir.loadOrCreateSecret() renames an unusable file, creates another and logs it",
  ignore: !mayWrite,
  fn: () =>
    inTemp(async (temp) => {
      const lines: string[] = [];
      const log = createLog({
        level: "info",
        format: "text",
        nowMs: () => 0,
        write: (line) => lines.push(line),
      });
      await Deno.writeTextFile(`${temp}/a`, "short", { mode: 0o600 });
      const dir = await openDataDir(temp, log);
      assertMatch((await dir.loadOrCreateSecret("a")).reveal(), /^[\w-]{43}$/);
      assertEquals(await Deno.readTextFile(`${temp}/a.bad`), "short");
      assertEquals(lines.length, 1);
      assertStringIncludes(lines.join(), "a was renamed to a.bad");
    }),
});

Deno.test({
  name: "DataDir.read() closes a file that others could read",
  ignore: !mayWrite || !onUnix,
  fn: () =>
    inTemp(async (temp) => {
      await Deno.writeTextFile(`${temp}/a`, "x");
      await Deno.chmod(`${temp}/a`, 0o644);
      const dir = await openDataDir(temp, silentLog);
      await dir.read("a");
      assertEquals(await modeOf(`${temp}/a`), 0o600);
    }),
});

Deno.test({
  name: "openDataDir() explains that a file has its name",
  ignore: !mayWrite,
  fn: () =>
    inTemp(async (temp) => {
      await Deno.writeTextFile(`${temp}/file`, "");
      const error = await assertRejects(
        () => openDataDir(`${temp}/file`, silentLog),
        StartupError,
      );
      assertEquals(error.reason, "data-dir");
      assertStringIncludes(error.message, `DATA_DIR is "${temp}/file"`);
    }),
});

Deno.test({
  name: "openDataDir() names the missing permission without prompting",
  permissions: { read: true, write: ["/tmp/maru-none"] },
  ignore: !mayWrite,
  fn: async () => {
    const error = await assertRejects(
      () => openDataDir("/srv/maru", silentLog),
      StartupError,
    );
    assertEquals(error.reason, "permission");
    assertEquals(
      error.message,
      'DATA_DIR is "/srv/maru", which this process has no permission to write: add it to "write" of the permission set "server" in deno.json',
    );
    assert(!error.message.includes("\n"));
  },
});
