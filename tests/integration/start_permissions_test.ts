/** The server with exactly the permissions of `deno task start`. @module */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { ChildServer, findFreePort } from "../../tools/server_process.ts";
import { listServerPaths } from "../../tools/server_paths.ts";
import denoJson from "../../deno.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ignore = (await Promise.all(
  (["run", "net", "read", "write", "env"] as const).map((name) =>
    Deno.permissions.query({ name })
  ),
)).some((status) => status.state !== "granted");

/** Arguments of `deno` in the task, with its substitutions made. */
function startArguments(env: Readonly<Record<string, string>>): string[] {
  const command = denoJson.tasks.start.command;
  const words = command.slice(command.indexOf("deno run")).match(
    /"[^"]*"|\S+/g,
  ) ?? [];
  return words.slice(1).map((word) =>
    word.replace(/^"|"$/g, "").replace(
      /\$\(.* tools\/server_paths\.ts (read|write)\)/,
      (_, access) =>
        listServerPaths(access === "write" ? "write" : "read", env),
    )
  );
}

/** A data directory whose name has a space and letters of another script. */
async function withDataDir(
  body: (dataDir: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "maru-permissions-" });
  try {
    await body(`${folder}/data 마루`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "The server starts, serves and stores with the permissions of its task",
  ignore,
  fn: () =>
    withDataDir(async (dataDir) => {
      const port = findFreePort();
      const env = { DATA_DIR: dataDir };
      await using server = await ChildServer.start({
        command: Deno.execPath(),
        args: startArguments(env),
        env: { ...env, HOST: "127.0.0.1", ICE: "off", PORT: String(port) },
        isReady: (line) => line.includes(`:${port}`),
      });
      const ca = await Deno.readTextFile(`${dataDir}/authority.pem`);
      using client = Deno.createHttpClient({ caCerts: [ca] });
      for (const path of ["/", "/livez", "/addresses", "/rooms/tea"]) {
        const url = `https://localhost:${port}${path}`;
        const response = await fetch(url, { client });
        await response.body?.cancel();
        assertEquals(response.status, 200, path);
      }
      assertEquals(await server.stop("SIGINT"), 0);
      const denied = server.logLines.filter((line) =>
        /NotCapable|requires \w+ access/i.test(line)
      );
      assertEquals(denied, []);
    }),
});

Deno.test({
  name: "What the task does not grant fails",
  ignore,
  fn: () =>
    withDataDir(async (dataDir) => {
      const args = startArguments({ DATA_DIR: dataDir })
        .map((word) =>
          word === "main.ts" ? "tests/fakes/permission_probe.ts" : word
        );
      const output = await new Deno.Command(Deno.execPath(), {
        args,
        cwd: ROOT,
        env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
      }).output();
      const text = new TextDecoder().decode(output.stdout);
      assert(output.success, new TextDecoder().decode(output.stderr));
      assertEquals(text.trim().split("\n"), [
        "read the page",
        "read the host name",
        "list interfaces",
      ]);
    }),
});
