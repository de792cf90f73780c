/** `rediss://` with a certificate of a private authority. @module */
import { assertRejects } from "@std/assert";
import { createAuthority } from "../../../../server/certificate/authority.ts";
import { createLeaf } from "../../../../server/certificate/leaf.ts";
import { serverArguments } from "../../../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../../../tools/server_process.ts";
import { IS_REDIS_MISSING } from "../../../fakes/redis_server.ts";
import { HAS_SERVER_PERMISSIONS } from "../../../fakes/running_maru.ts";

const MAY_SPAWN = HAS_SERVER_PERMISSIONS &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";

/** A Redis over TLS alone; its authority is in `authority.pem` of the folder. */
async function startRedis(folder: string, port: number): Promise<ChildServer> {
  const nowMs = Date.now();
  const names = { dns: ["localhost"], ips: ["127.0.0.1"] };
  const authority = await createAuthority({
    hostName: "redis",
    dns: names.dns,
    nowMs,
  });
  const { cert, key } = await createLeaf({ authority, names, nowMs });
  const write = async (name: string, text: string) => {
    await Deno.writeTextFile(`${folder}/${name}`, text);
    return `${folder}/${name}`;
  };
  const authorityFile = await write("authority.pem", authority.cert);
  return await ChildServer.start({
    command: "redis-server",
    args: [
      ...["--port", "0", "--tls-port", String(port), "--bind", "127.0.0.1"],
      ...["--save", "", "--appendonly", "no", "--tls-auth-clients", "no"],
      ...["--tls-cert-file", await write("redis.pem", cert)],
      ...["--tls-key-file", await write("redis.key", key)],
      ...["--tls-ca-cert-file", authorityFile],
    ],
    env: {},
    isReady: (line) => line.includes("Ready to accept connections"),
  });
}

Deno.test({
  name:
    "A Redis with a private authority is used with DENO_CERT, and refused without it",
  ignore: !MAY_SPAWN || IS_REDIS_MISSING,
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "maru-rediss-" });
    try {
      const redisPort = findFreePort();
      await using _redis = await startRedis(folder, redisPort);
      const start = (trust: Readonly<Record<string, string>>) => {
        const port = findFreePort();
        const env = {
          PORT: String(port),
          HOST: "127.0.0.1",
          TLS: "off",
          ICE: "off",
          DATA_DIR: `${folder}/data`,
          REDIS_URL: `rediss://localhost:${redisPort}/0`,
          ...trust,
        };
        return ChildServer.start({
          command: Deno.execPath(),
          args: serverArguments(env),
          env,
          isReady: (line) => line.includes(`:${port}`),
        });
      };
      await assertRejects(() => start({}), Error, "certificate");
      await using _server = await start({
        DENO_CERT: `${folder}/authority.pem`,
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
