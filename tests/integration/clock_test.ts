/** A real process whose system clock jumps (libfaketime). @module */
import { assertEquals } from "@std/assert";
import { serverArguments } from "../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../tools/server_process.ts";
import { RawWebSocket } from "../fakes/raw_websocket.ts";
import { HAS_SERVER_PERMISSIONS } from "../fakes/running_maru.ts";

const LIBRARY = await findLibrary();

/** Debian's library; null where it or a permission is missing. */
async function findLibrary(): Promise<string | null> {
  const { state } = await Deno.permissions.query({ name: "run" });
  if (!HAS_SERVER_PERMISSIONS || state !== "granted") return null;
  for await (const { name } of Deno.readDir("/usr/lib")) {
    const path = `/usr/lib/${name}/faketime/libfaketimeMT.so.1`;
    const isFile = await Deno.stat(path).then(() => true, () => false);
    if (isFile) return path;
  }
  return null;
}

/**
 * Status of `/ice`, and the hours by which the Date of the response is wrong:
 * it shows that the clock of the server did jump.
 */
async function askIce(port: number): Promise<readonly [number, number]> {
  const response = await fetch(`http://127.0.0.1:${port}/ice`);
  await response.body?.cancel();
  const date = Date.parse(response.headers.get("date") ?? "");
  return [response.status, Math.round((date - Date.now()) / 3_600_000)];
}

Deno.test({
  name:
    "A clock that is set back an hour, and forward two, cuts no member and closes no limit",
  ignore: LIBRARY === null,
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "maru-clock-" });
    const port = findFreePort();
    const clock = `${folder}/clock`;
    /** Replaced whole, since the server reads it all the time. */
    const setClock = async (offset: string) => {
      await Deno.writeTextFile(`${clock}.new`, `${offset}\n`);
      await Deno.rename(`${clock}.new`, clock);
    };
    await setClock("+0");
    try {
      await using _server = await ChildServer.start({
        command: Deno.execPath(),
        args: serverArguments({ DATA_DIR: `${folder}/data` }),
        env: {
          PORT: String(port),
          HOST: "127.0.0.1",
          TLS: "off",
          ICE: "off",
          DATA_DIR: `${folder}/data`,
          MESSAGES_PER_SECOND: "5",
          REQUESTS_PER_SECOND: "5",
          LD_PRELOAD: LIBRARY ?? "",
          FAKETIME_TIMESTAMP_FILE: clock,
          FAKETIME_NO_CACHE: "1",
          FAKETIME_DONT_FAKE_MONOTONIC: "1",
        },
        isReady: (line) => line.includes(String(port)),
      });
      const a = await RawWebSocket.open({ port, target: "/socket?room=tea" });
      const b = await RawWebSocket.open({ port, target: "/socket?room=tea" });
      await a.waitForEvent("peer-joined");
      // Spends the burst of every limit, so that it has to refill.
      for (let i = 0; i < 15; i++) a.send({ event: "x" });
      for (let i = 0; i < 15; i++) await b.waitForEvent("x");
      for (const hours of [-1, 1]) {
        await setClock(`${hours < 0 ? "" : "+"}${hours}h`);
        for (let second = 0; second < 3; second++) {
          // One a second refills faster than it is spent.
          await new Promise((resolve) => setTimeout(resolve, 1_000));
          a.send({ event: "still here" });
          await b.waitForEvent("still here");
          assertEquals(await askIce(port), [200, hours]);
        }
        assertEquals([a.closeCode, b.closeCode], [null, null], `${hours} h`);
      }
      await Promise.all([a.destroy(), b.destroy()]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
