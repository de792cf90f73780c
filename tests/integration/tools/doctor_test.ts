/** `deno task doctor` beside real servers. @module */
import {
  assertEquals,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { serverArguments } from "../../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../../tools/server_process.ts";
import { pingRedis } from "../../../tools/doctor/redis_ping.ts";
import { IS_REDIS_MISSING, RedisServer } from "../../fakes/redis_server.ts";
import { HAS_SERVER_PERMISSIONS } from "../../fakes/running_maru.ts";

const MAY_SPAWN = HAS_SERVER_PERMISSIONS &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";

type Env = Readonly<Record<string, string>>;

interface Report {
  readonly exitCode: number;
  readonly findings: readonly {
    readonly check: string;
    readonly level: string;
    readonly code: string;
  }[];
}

async function runDoctor(env: Env): Promise<Report> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tools/doctor/main.ts", "--json"],
    cwd: new URL("../../../", import.meta.url),
    env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1", ...env },
    stdin: "null",
    stderr: "inherit",
  }).output();
  const report = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(code, report.exitCode);
  return report;
}

/** Codes of one check, in order. */
function codesOf({ findings }: Report, check: string): string[] {
  return findings.filter((finding) => finding.check === check).map(({ code }) =>
    code
  );
}

function startServer(env: Env): Promise<ChildServer> {
  return ChildServer.start({
    command: Deno.execPath(),
    args: serverArguments(env),
    env,
    isReady: (line) => line.includes(`:${env.PORT}`),
  });
}

Deno.test({
  name:
    "The doctor asks a running server, and tries the ports of one that is stopped",
  ignore: !MAY_SPAWN,
  fn: async () => {
    const dataDir = await Deno.makeTempDir({ prefix: "maru-doctor-" });
    const [PORT, ICE_PORT, ICE_TLS_PORT] = [1, 2, 3].map(() =>
      String(findFreePort())
    );
    if (!PORT || !ICE_PORT || !ICE_TLS_PORT) throw new TypeError("Three ports");
    const env = {
      PORT,
      ICE_PORT,
      ICE_TLS_PORT,
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
    };
    try {
      const server = await startServer(env);
      try {
        const report = await runDoctor(env);
        assertEquals(codesOf(report, "settings"), [
          "settings",
          "server-running",
        ]);
        assertEquals(codesOf(report, "ports"), Array(3).fill("port-answers"));
        assertEquals(codesOf(report, "certificate"), ["certificate-valid"]);
        assertEquals(codesOf(report, "relay"), Array(3).fill("relay-works"));
        assertEquals(codesOf(report, "data"), ["data-dir"]);
        assertEquals(codesOf(report, "addresses"), ["address-loopback"]);
      } finally {
        await server.stop("SIGINT");
      }
      using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const stopped = await runDoctor({
        ...env,
        PORT: String(taken.addr.port),
      });
      assertEquals(stopped.exitCode, 2);
      assertEquals(codesOf(stopped, "settings"), [
        "settings",
        "server-stopped",
      ]);
      assertEquals(codesOf(stopped, "ports"), [
        "port-in-use",
        ...Array(3).fill("port-free"),
      ]);
      assertEquals(codesOf(stopped, "relay"), Array(3).fill("relay-works"));
      const onePort = await runDoctor({
        PORT,
        ONE_PORT: "on",
        HOST: env.HOST,
        DATA_DIR: dataDir,
      });
      assertEquals(codesOf(onePort, "relay"), Array(3).fill("relay-works"));
      const behindProxy = {
        ...env,
        TLS: "off",
        ICE: "off",
        PUBLIC_HOST: "maru.test",
        TRUSTED_PROXIES: "127.0.0.1",
      };
      const proxied = await startServer(behindProxy);
      try {
        const report = await runDoctor(behindProxy);
        assertEquals(codesOf(report, "proxy"), ["proxy-headers"]);
        assertEquals(codesOf(report, "relay"), ["no-relay"]);
      } finally {
        await proxied.stop("SIGINT");
      }
    } finally {
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});

Deno.test({
  name: "The doctor lists every setting that cannot be used, and exits with 2",
  ignore: !MAY_SPAWN,
  fn: async () => {
    const report = await runDoctor({ PORT: "http", TLS: "maybe" });
    assertEquals(report.exitCode, 2);
    assertEquals(codesOf(report, "settings"), [
      "setting-invalid",
      "setting-invalid",
    ]);
  },
});

Deno.test({
  name: "pingRedis() has no answer from a server that is stopped or refuses",
  ignore: IS_REDIS_MISSING,
  fn: async () => {
    await using redis = await RedisServer.open();
    assertEquals(await pingRedis(redis.url), null);
    const wrong = redis.url.replace("//", "//nobody:wrong@");
    assertStringIncludes(await pingRedis(wrong) ?? "", "WRONGPASS");
    await redis.stop();
    assertNotEquals(await pingRedis(redis.url), null);
    assertEquals(await pingRedis("6379"), "REDIS_URL is not a URL");
  },
});

Deno.test({
  name: "deno task doctor reports in words",
  ignore: !MAY_SPAWN,
  fn: async () => {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "-q", "doctor"],
      cwd: new URL("../../../", import.meta.url),
      env: { NO_COLOR: "1", PORT: "0", ICE: "off" },
      stdin: "null",
      stderr: "null",
    }).output();
    assertEquals(code === 1 || code === 2, true);
    assertStringIncludes(new TextDecoder().decode(stdout), "-> Set ICE=on");
  },
});
