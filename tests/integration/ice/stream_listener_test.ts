import { assert } from "@std/assert";
import { once } from "node:events";
import net from "node:net";

const { state } = await Deno.permissions.query({ name: "run" });
const PROGRAM = new URL("../../fakes/starved_listener.ts", import.meta.url);
const BINDING = "000100002112a442000000000000000000000001";

/** Whether a STUN request is answered within half a second. */
async function answers(port: number): Promise<boolean> {
  const socket = net.connect({ host: "127.0.0.1", port });
  socket.on("error", () => {});
  socket.write(Uint8Array.fromHex(BINDING));
  try {
    await once(socket, "data", { signal: AbortSignal.timeout(500) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Port that the program prints in its first line. */
async function portOf(output: ReadableStream<string>): Promise<number> {
  for await (const line of output.values({ preventCancel: true })) {
    return Number(line);
  }
  throw new Error("The program ended");
}

/** Opens more connections than the process has descriptors, and closes them. */
async function exhaustDescriptors(port: number, count: number): Promise<void> {
  const sockets = Array.from({ length: count }, () => {
    const socket = net.connect({ host: "127.0.0.1", port });
    socket.on("error", () => {});
    return socket;
  });
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  assert(!await answers(port), "The process still has descriptors");
  for (const socket of sockets) socket.destroy();
}

Deno.test({
  name:
    "A TCP listener accepts clients again after running out of file descriptors",
  ignore: state !== "granted" || Deno.build.os !== "linux",
  async fn() {
    const child = new Deno.Command("sh", {
      args: [
        "-c",
        'ulimit -n 80; exec "$0" run -A --no-check "$1"',
        Deno.execPath(),
        PROGRAM.pathname,
      ],
      stdout: "piped",
    }).spawn();
    const output = child.stdout.pipeThrough(new TextDecoderStream());
    try {
      const port = await portOf(output);
      assert(await answers(port));
      await exhaustDescriptors(port, 100);
      const endMs = Date.now() + 10_000;
      while (!await answers(port)) {
        assert(Date.now() < endMs, "The listener still accepts nothing");
      }
    } finally {
      child.kill("SIGKILL");
      await child.status;
      await output.cancel();
    }
  },
});
