import { assert, assertEquals, assertRejects } from "@std/assert";
import { openDataDir } from "../../../../server/data_dir.ts";
import { createLog } from "../../../../server/log.ts";
import { RedisConnection } from "../../../../server/redis/redis_connection.ts";
import { shareSecrets } from "../../../../server/redis/shared_secrets.ts";
import { StartupError } from "../../../../server/startup_error.ts";
import { findFreePort } from "../../../../tools/server_process.ts";
import { IS_REDIS_MISSING, RedisServer } from "../../../fakes/redis_server.ts";

const QUIET = createLog({
  level: "error",
  format: "text",
  nowMs: () => 0,
  write: () => {},
});

Deno.test({
  name:
    "RedisConnection says why a server cannot be used, and never its password",
  ignore: IS_REDIS_MISSING,
  fn: async () => {
    await using server = await RedisServer.open("right-password");
    const urls = [
      server.url.replace("right", "hidden"),
      `redis://:hidden@127.0.0.1:${findFreePort()}/0`,
    ];
    for (const url of urls) {
      const error = await assertRejects(
        () => RedisConnection.open(url),
        StartupError,
        "REDIS_URL is set, but the server at 127.0.0.1:",
      );
      assertEquals(error.reason, "redis");
      assert(!error.message.includes("hidden"), error.message);
    }
    const connection = await RedisConnection.open(server.url);
    await connection.setIfMissing("maru:key:test", "1");
    await connection.setIfMissing("maru:key:test", "2");
    assertEquals(await connection.get("maru:key:test"), "1");
    await connection.close();
  },
});

Deno.test({
  name:
    "shareSecrets() gives all processes the keys of the first, also after Redis lost them",
  ignore: IS_REDIS_MISSING,
  fn: async () => {
    await using server = await RedisServer.open();
    const folders = [await Deno.makeTempDir(), await Deno.makeTempDir()];
    const connection = await RedisConnection.open(server.url);
    const openShared = async (i: number) =>
      shareSecrets(await openDataDir(folders[i] ?? "", QUIET), connection);
    const read = async (i: number) =>
      (await (await openShared(i)).loadOrCreateSecret("resume.key")).reveal();
    const first = await read(0);
    assertEquals(await read(1), first);
    await server.run((redis) => redis.flushall());
    assertEquals(await read(1), first);
    assertEquals(await read(0), first);
    await connection.close();
    for (const folder of folders) {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
