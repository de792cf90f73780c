import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { canShapeLinks, NetworkLab } from "../../natlab/namespaces.ts";

const ignore = !(await canShapeLinks());

const DELAY_MS = 100;
const NO_ANSWER_MS = 2000;

const SERVE = `
const listener = Deno.listen({ hostname: "192.0.2.2", port: 1000 });
console.log("ready");
for await (const connection of listener) connection.close();`;

/** Prints the milliseconds of a handshake, or `timeout`. */
const CONNECT = `
for await (const _ of Deno.stdin.readable) {
  const startedMs = performance.now();
  const abort = AbortSignal.timeout(${NO_ANSWER_MS});
  const connecting = Deno.connect({ hostname: "192.0.2.2", port: 1000 });
  const timeout = new Promise((resolve) => abort.onabort = () => resolve(null));
  const connection = await Promise.race([connecting, timeout]);
  console.log(connection ? performance.now() - startedMs : "timeout");
  if (!connection) Deno.exit();
  connection.close();
}`;

function linesOf(child: Deno.ChildProcess): AsyncIterator<string> {
  // deno-lint-ignore no-explicit-any -- the two types of web streams
  const input = Readable.fromWeb(child.stdout as any);
  return createInterface({ input })[Symbol.asyncIterator]();
}

Deno.test({
  name: "A shaped link delays packets, and loses all of them when it is cut",
  ignore,
  fn: async () => {
    await using lab = await NetworkLab.create();
    for (const name of ["near", "far"]) await lab.addNamespace(name);
    const delay = { delayMs: DELAY_MS };
    const link = await lab.connectShaped(
      ["near", "eth0"],
      ["far", "eth0"],
      [delay, delay],
    );
    await lab.ip("near", "addr add 192.0.2.1/24 dev eth0");
    await lab.ip("far", "addr add 192.0.2.2/24 dev eth0");
    const server = lab.spawn("far", ["eval", SERVE]);
    assertEquals((await linesOf(server).next()).value, "ready");
    const client = lab.spawn("near", ["eval", CONNECT]);
    const lines = linesOf(client);
    const connect = async () => {
      const writer = client.stdin.getWriter();
      await writer.write(new TextEncoder().encode("\n"));
      writer.releaseLock();
      return (await lines.next()).value;
    };
    assertGreaterOrEqual(Number(await connect()), 2 * DELAY_MS);
    const cut = { lossPercent: 100 };
    await link.setShapes(cut, cut);
    assertEquals(await connect(), "timeout");
  },
});
