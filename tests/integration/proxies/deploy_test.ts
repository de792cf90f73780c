import { assert, assertEquals, assertGreater } from "@std/assert";
import { PROXY_REMEDIES } from "../../../server/refusals/proxy_remedies.ts";
import { PING_INTERVAL_MS } from "../../../signaling/socket/socket_limits.ts";
import { runMaru } from "../../fakes/running_maru.ts";
import {
  assertCallWorks,
  assertPageWorks,
  assertVisitorsCount,
  BEHIND_PROXY,
  causesIn,
  MISSING,
  VISITOR_LIMIT,
} from "./proxy_visit.ts";
import {
  readDeployFile,
  replaceText,
  startDebianNginx,
  startProxy,
} from "./real_proxy.ts";

const KINDS = ["nginx", "caddy", "haproxy"] as const;

for (const kind of KINDS) {
  Deno.test({
    name: `Behind ${kind} with the file of deploy/ everything works`,
    ignore: MISSING[kind],
    fn: async () => {
      await using maru = await runMaru({
        ...BEHIND_PROXY,
        MAX_CONNECTIONS_PER_IP: String(VISITOR_LIMIT),
      });
      await using proxy = await startProxy(kind, maru.port);
      await assertPageWorks(proxy);
      await assertCallWorks(proxy);
      await assertVisitorsCount(maru, proxy);
    },
  });
}

/** The lines of `deploy/nginx.conf` that belong into any server block. */
async function nginxLocationLines(): Promise<string> {
  const config = await readDeployFile("nginx");
  const lines = config.slice(config.indexOf("    proxy_http_version"));
  return lines.slice(0, lines.lastIndexOf("}"));
}

Deno.test({
  name: "In the default site of Debian's nginx, the lines of deploy/ work",
  ignore: MISSING.nginx,
  fn: async () => {
    await using maru = await runMaru(BEHIND_PROXY);
    const lines = replaceText(await nginxLocationLines(), [
      "127.0.0.1:8443",
      `127.0.0.1:${maru.port}`,
    ]);
    await using proxy = await startDebianNginx(lines);
    await assertPageWorks(proxy);
    await assertCallWorks(proxy);
    assertEquals(causesIn(maru), []);
  },
});

Deno.test("Maru pings its WebSockets more often than a usual proxy ends idle ones", () => {
  const usualTimeoutMs = 60_000;
  assertGreater(usualTimeoutMs, 2 * PING_INTERVAL_MS);
});

Deno.test({
  name: "The files of deploy/ keep an idle WebSocket for several pings",
  ignore: MISSING.nginx,
  fn: async () => {
    for (const kind of KINDS) {
      const config = await readDeployFile(kind);
      const times = config.matchAll(
        /^\s*(?:timeout (?:client|server|tunnel)|proxy_(?:read|send)_timeout) (\d+)([sm])/gm,
      );
      for (const [line, number, unit] of times) {
        const ms = Number(number) * (unit === "m" ? 60_000 : 1_000);
        assertGreater(ms, 2 * PING_INTERVAL_MS, line);
      }
    }
  },
});

Deno.test({
  name: "The lines in the log are those of deploy/",
  ignore: MISSING.nginx,
  fn: async () => {
    const nginx = (await readDeployFile("nginx")).replace(/\s+/g, " ");
    const haproxy = await readDeployFile("haproxy");
    for (const remedy of Object.values(PROXY_REMEDIES)) {
      assert(nginx.includes(remedy.nginx), remedy.nginx);
      if (!("haproxy" in remedy) || /^remove /.test(remedy.haproxy)) continue;
      assert(haproxy.includes(remedy.haproxy), remedy.haproxy);
    }
  },
});
