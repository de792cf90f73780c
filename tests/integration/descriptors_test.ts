/** A server whose limit of open files is reached. @module */
import net from "node:net";
import { assert, assertEquals } from "@std/assert";
import { serverArguments } from "../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../tools/server_process.ts";
import { HAS_SERVER_PERMISSIONS } from "../fakes/running_maru.ts";

const MAY_SPAWN = HAS_SERVER_PERMISSIONS &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";
const MAX_OPEN_FILES = 150;
const CONNECTIONS = 300;
const LIMIT_MS = 60_000;

async function waitUntil(
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const endMs = performance.now() + LIMIT_MS;
  while (!await condition()) {
    if (performance.now() > endMs) throw new Error(`Timed out: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

Deno.test({
  name:
    "A server that runs out of file descriptors says so in a sentence, and serves again when some are free",
  ignore: !MAY_SPAWN || Deno.build.os !== "linux",
  fn: async () => {
    const dataDir = await Deno.makeTempDir({ prefix: "maru-files-" });
    const port = findFreePort();
    const clients: net.Socket[] = [];
    try {
      await using server = await ChildServer.start({
        command: "sh",
        args: [
          "-c",
          `ulimit -n ${MAX_OPEN_FILES}; exec "$0" "$@"`,
          Deno.execPath(),
          ...serverArguments({ DATA_DIR: dataDir }),
        ],
        env: {
          PORT: String(port),
          HOST: "127.0.0.1",
          TLS: "off",
          ICE: "off",
          DATA_DIR: dataDir,
          MAX_CONNECTIONS_PER_IP: "1000",
        },
        isReady: (line) => line.includes(String(port)),
      });
      for (let i = 0; i < CONNECTIONS; i++) {
        const client = net.connect({ host: "127.0.0.1", port });
        client.on("error", () => {});
        clients.push(client);
      }
      const text = () => server.logLines.join("\n");
      await waitUntil(() => text().includes("(ulimit -n)"));
      for (const client of clients.splice(0)) client.destroy();
      await waitUntil(async () => {
        try {
          const response = await fetch(`http://127.0.0.1:${port}/livez`, {
            signal: AbortSignal.timeout(5_000),
          });
          await response.body?.cancel();
          return response.status === 200;
        } catch {
          return false;
        }
      });
      assert(!/please report|\n +at /.test(text()), text());
      const lines = server.logLines.filter((line) =>
        line.includes("listener of the page port")
      );
      assertEquals(lines.length <= 1, true, text());
    } finally {
      for (const client of clients) client.destroy();
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});
