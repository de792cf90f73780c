/** The server with exactly the permissions of `deno task start`. @module */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { serverArguments } from "../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../tools/server_process.ts";
import { makeCertificate } from "../fakes/certificate.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ignore = (await Promise.all(
  (["run", "net", "read", "write", "env"] as const).map((name) =>
    Deno.permissions.query({ name })
  ),
)).some((status) => status.state !== "granted");

/** A folder whose name has a space and letters of another script. */
async function withFolder(
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "maru-permissions-" });
  try {
    await Deno.mkdir(`${folder}/own 마루`);
    await body(`${folder}/own 마루`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "The server starts, serves and stores with the permissions of its task",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const port = findFreePort();
      const env = { DATA_DIR: `${folder}/data` };
      await using server = await ChildServer.start({
        command: Deno.execPath(),
        args: serverArguments(env),
        env: { ...env, HOST: "127.0.0.1", ICE: "off", PORT: String(port) },
        isReady: (line) => line.includes(`:${port}`),
      });
      const ca = await Deno.readTextFile(`${env.DATA_DIR}/authority.pem`);
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
    withFolder(async (folder) => {
      const output = await new Deno.Command(Deno.execPath(), {
        args: serverArguments(
          { DATA_DIR: folder },
          "tests/fakes/permission_probe.ts",
        ),
        cwd: ROOT,
        env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1", LOG_LEVEL: "warn" },
      }).output();
      const text = new TextDecoder().decode(output.stdout);
      assert(output.success, new TextDecoder().decode(output.stderr));
      assertEquals(text.trim().split("\n"), [
        "read the page",
        "read a setting",
        "read the host name",
        "list interfaces",
        "listen",
      ]);
    }),
});

/** Takes one grant away, by name. */
function listDenials(
  env: Readonly<Record<"DATA_DIR" | "TLS_CERT" | "TLS_KEY", string>>,
): Readonly<Record<string, string>> {
  return {
    "network": "--deny-net",
    "settings": "--deny-env=TLS_KEY",
    "reading the page": "--deny-read=dist",
    "reading DATA_DIR": `--deny-read=${env.DATA_DIR}`,
    "reading TLS_CERT": `--deny-read=${env.TLS_CERT}`,
    "reading TLS_KEY": `--deny-read=${env.TLS_KEY}`,
    "writing DATA_DIR": `--deny-write=${env.DATA_DIR}`,
    "host name": "--deny-sys=hostname",
    "interfaces": "--deny-sys=networkInterfaces",
  };
}

Deno.test({
  name: "Without any one of its permissions the server does not start",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const env = {
        DATA_DIR: `${folder}/data`,
        TLS_CERT: `${folder}/cert.pem`,
        TLS_KEY: `${folder}/key.pem`,
      };
      const { cert, key } = await makeCertificate("localhost");
      await Deno.writeTextFile(env.TLS_CERT, cert);
      await Deno.writeTextFile(env.TLS_KEY, key);
      const start = (denials: readonly string[]) => {
        const [run = "", ...args] = serverArguments(env);
        return ChildServer.start({
          command: Deno.execPath(),
          args: [run, ...denials, ...args],
          env: { ...env, HOST: "127.0.0.1", PORT: "0", ICE_PORT: "0" },
          isReady: (line) => line.includes("On this machine"),
        });
      };
      await (await start([])).stop("SIGINT");
      for (const [name, denial] of Object.entries(listDenials(env))) {
        await assertRejects(
          async () => await (await start([denial])).stop("SIGKILL"),
          Error,
          "Server ended",
          name,
        );
      }
    }),
});
