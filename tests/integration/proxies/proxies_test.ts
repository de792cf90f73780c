import { assert, assertEquals, assertGreater, assertMatch } from "@std/assert";
import { PROXY_REMEDIES } from "../../../server/refusals/proxy_remedies.ts";
import { PING_INTERVAL_MS } from "../../../signaling/socket/socket_limits.ts";
import { HttpExchange, type RawResponse } from "../../fakes/http_exchange.ts";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import { runMaru, type RunningMaru } from "../../fakes/running_maru.ts";
import {
  type ConfigChange,
  isProxyMissing,
  type ProxyKind,
  readDeployFile,
  type RealProxy,
  replaceText,
  startDebianNginx,
  startProxy,
} from "./real_proxy.ts";

const KINDS = ["nginx", "caddy", "haproxy"] as const;
const MISSING = {
  nginx: await isProxyMissing("nginx"),
  caddy: await isProxyMissing("caddy"),
  haproxy: await isProxyMissing("haproxy"),
};

/** Settings that the files of `deploy/` name. */
const BEHIND_PROXY = { TLS: "off", TRUSTED_PROXIES: "127.0.0.1,::1" };

/** More than the sockets of the call, with one that is just being closed. */
const VISITOR_LIMIT = 4;

interface Visit {
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly localAddress?: string;
}

function originOf({ port, authorityPem, serverName }: RealProxy): string {
  const scheme = authorityPem === undefined ? "http" : "https";
  return `${scheme}://${serverName}:${port}`;
}

function open(proxy: RealProxy, visit: Visit = {}): Promise<RawWebSocket> {
  return RawWebSocket.open({
    ...proxy,
    ...visit,
    headers: {
      "Host": `${proxy.serverName}:${proxy.port}`,
      "Origin": originOf(proxy),
      "Sec-WebSocket-Protocol": "maru.v1",
      ...visit.headers,
    },
  });
}

async function get(
  proxy: RealProxy,
  path: string,
  fields = "",
): Promise<RawResponse> {
  await using client = HttpExchange.connect(proxy);
  const head = [
    `GET ${path} HTTP/1.1`,
    `Host: ${proxy.serverName}:${proxy.port}`,
    // Otherwise Caddy asks for gzip itself, and the length gets lost.
    "Accept-Encoding: identity",
    `${fields}\r\n`,
  ];
  client.send(head.join("\r\n"));
  return await client.readResponse();
}

async function assertPageWorks(proxy: RealProxy): Promise<void> {
  const page = await get(proxy, "/r/tea", `Cookie: a=${"x".repeat(6_000)}\r\n`);
  assertEquals(page.status, 200);
  const [, script = ""] = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(page.body) ??
    [];
  const asset = await get(proxy, `/${script}`);
  assertEquals(asset.status, 200);
  assertGreater(asset.body.length, 1_000);
  const socket = originOf(proxy).replace("http", "ws");
  const csp = page.headers.get("content-security-policy") ?? "";
  assert(csp.endsWith(`connect-src 'self' ${socket}`), csp);
  const ice = await get(proxy, "/ice");
  assertEquals(JSON.parse(ice.body), { iceServers: [], ttlSeconds: 3600 });
}

/** Two members meet, speak, and one comes back after its connection broke. */
async function assertCallWorks(proxy: RealProxy): Promise<void> {
  const target = "/socket?room=tea";
  const ada = await open(proxy, { target });
  await ada.waitForEvent("welcome");
  const bo = await open(proxy, { target });
  const { id, resume } = await bo.waitForEvent("welcome");
  await ada.waitForEvent("peer-joined");
  ada.send({ event: "offer", data: { sdp: "x".repeat(20_000) }, to: id });
  assertEquals(await bo.waitForEvent("offer"), { sdp: "x".repeat(20_000) });
  await bo.destroy();
  const back = await open(proxy, {
    target: `/socket?resume=${resume}&received=1`,
  });
  const welcome = await back.waitForEvent("welcome");
  assertEquals([welcome.id, welcome.resumed], [id, true]);
  back.send({ event: "answer" });
  await ada.waitForEvent("answer");
  await Promise.all([ada.destroy(), back.destroy()]);
}

/** Connections count for the visitor, whatever header the visitor sends. */
async function assertVisitorsCount(
  maru: RunningMaru,
  proxy: RealProxy,
): Promise<void> {
  const forged = { "X-Forwarded-For": "203.0.113.9" };
  const one = { localAddress: "127.0.0.8", headers: forged };
  const sockets: RawWebSocket[] = [];
  for (let i = 0; i < VISITOR_LIMIT; i++) {
    const socket = await open(proxy, one);
    await socket.waitForEvent("welcome");
    sockets.push(socket);
  }
  const tooMany = await open(proxy, one);
  assertEquals(await tooMany.waitForClose(), 4005);
  assertEquals(causesIn(maru), ["addressFull"]);
  assertMatch(maru.logLines.join("\n"), / client=127\.0\.0\.8/);
  const other = await open(proxy, { localAddress: "127.0.0.9" });
  await other.waitForEvent("welcome");
  sockets.push(tooMany, other);
  await Promise.all(sockets.map((socket) => socket.destroy()));
}

/** Causes of the warnings in the log, in order. */
function causesIn({ logLines }: RunningMaru): string[] {
  return logLines.flatMap((line) =>
    / WARN .* cause=([\w-]+)/.exec(line)?.[1] ?? []
  );
}

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

/** What an operator forgot, and what Maru says then. */
interface Omission {
  readonly kind: ProxyKind;
  readonly what: string;
  readonly change: ConfigChange;
  readonly env?: Readonly<Record<string, string>>;
  /** Code of the refused WebSocket; null when it works. */
  readonly code: string | null;
  /** Causes in the log; default: the code. */
  readonly causes?: readonly string[];
}

/** Removes lines that contain one of the texts. */
function without(...parts: readonly string[]): ConfigChange {
  return (config) => {
    const lines = config.split("\n");
    const kept = lines.filter((line) =>
      !parts.some((part) => line.includes(part))
    );
    if (kept.length === lines.length) throw new Error(`Nothing of ${parts}`);
    return kept.join("\n");
  };
}

/** Writes something else for a text of the file. */
function instead(from: string, to: string): ConfigChange {
  return (config) => replaceText(config, [from, to]);
}

const UPSTREAM = "reverse_proxy 127.0.0.1:8443";
const headerUp = (...fields: readonly string[]): ConfigChange => {
  const lines = fields.map((field) => `header_up ${field}\n`).join("");
  return instead(UPSTREAM, `${UPSTREAM} {\n${lines}}`);
};
const frontend = (line: string): ConfigChange =>
  instead("    default_backend", `    ${line}\n    default_backend`);
const NGINX_HOST = "Host $host:$server_port";
const UNTRUSTED = { TRUSTED_PROXIES: "" };
const unchanged: ConfigChange = (config) => config;

const OMISSIONS: readonly Omission[] = [
  {
    kind: "nginx",
    what: "nothing but proxy_pass",
    change: without("proxy_set_header", "proxy_http_version"),
    env: UNTRUSTED,
    code: "proxy-upgrade",
    causes: ["proxy-upgrade", "proxy-host"],
  },
  {
    kind: "nginx",
    what: "HTTP/1.0 to the upstream",
    change: without("proxy_http_version"),
    code: "proxy-http-version",
  },
  {
    kind: "nginx",
    what: "no Upgrade",
    change: without("Upgrade"),
    code: "proxy-upgrade",
  },
  {
    kind: "nginx",
    what: "no Connection",
    change: without("Connection"),
    code: "proxy-upgrade",
  },
  {
    kind: "nginx",
    what: "the host of the upstream",
    change: without("Host $host"),
    code: "proxy-host",
  },
  {
    kind: "nginx",
    what: "a host without its port",
    change: instead(NGINX_HOST, "Host $host"),
    code: "proxy-port",
  },
  {
    kind: "nginx",
    what: "no scheme",
    change: without("X-Forwarded-Proto"),
    code: "proxy-scheme",
  },
  {
    kind: "nginx",
    what: "no address of the visitor",
    change: without("X-Forwarded-For"),
    code: null,
    causes: ["proxy-address"],
  },
  {
    kind: "nginx",
    what: "no TRUSTED_PROXIES",
    change: unchanged,
    env: UNTRUSTED,
    code: "proxy-untrusted",
  },
  {
    kind: "nginx",
    what: "buffering, and a forged address in front of the visitor's",
    change: instead(
      "X-Forwarded-For $remote_addr;",
      "X-Forwarded-For $proxy_add_x_forwarded_for; proxy_buffering on;",
    ),
    code: null,
    causes: [],
  },
  {
    kind: "caddy",
    what: "the host of the upstream, which X-Forwarded-Host makes up for",
    change: headerUp("Host {upstream_hostport}"),
    code: null,
    causes: [],
  },
  {
    kind: "caddy",
    what: "the host of the upstream alone",
    change: headerUp("Host {upstream_hostport}", "-X-Forwarded-Host"),
    code: "proxy-host",
  },
  {
    kind: "caddy",
    what: "a host without its port",
    change: headerUp("Host {host}", "-X-Forwarded-Host"),
    code: "proxy-port",
  },
  {
    kind: "caddy",
    what: "no scheme",
    change: headerUp("-X-Forwarded-Proto"),
    code: "proxy-scheme",
  },
  {
    kind: "caddy",
    what: "no address of the visitor",
    change: headerUp("-X-Forwarded-For"),
    code: null,
    causes: ["proxy-address"],
  },
  {
    kind: "caddy",
    what: "no TRUSTED_PROXIES",
    change: unchanged,
    env: UNTRUSTED,
    code: "proxy-untrusted",
  },
  {
    kind: "haproxy",
    what: "the host of the upstream",
    change: frontend("http-request set-header Host 127.0.0.1"),
    code: "proxy-host",
  },
  {
    kind: "haproxy",
    what: "no Upgrade",
    change: frontend("http-request del-header Upgrade"),
    code: "proxy-upgrade",
  },
  {
    kind: "haproxy",
    what: "no scheme",
    change: without("X-Forwarded-Proto"),
    code: "proxy-scheme",
  },
  {
    kind: "haproxy",
    what: "no address of the visitor",
    change: without("X-Forwarded-For"),
    code: null,
    causes: ["proxy-address"],
  },
  {
    kind: "haproxy",
    what: "no TRUSTED_PROXIES",
    change: unchanged,
    env: UNTRUSTED,
    code: "proxy-untrusted",
  },
];

const ATTEMPT = "attempt-1";

/** The answer to a page that asks why its WebSocket failed. */
async function askWhy(proxy: RealProxy): Promise<RawResponse> {
  return await get(
    proxy,
    `/socket?attempt=${ATTEMPT}`,
    "Accept-Language: ko\r\n",
  );
}

async function assertRefused(proxy: RealProxy, code: string): Promise<void> {
  for (let i = 0; i < 2; i++) {
    const socket = await open(proxy, { target: `/socket?attempt=${ATTEMPT}` });
    assertMatch(socket.responseHead, /^HTTP\/1\.1 4(03|26) /);
    await socket.destroy();
  }
  const { error } = JSON.parse((await askWhy(proxy)).body);
  assertEquals(error.code, code);
}

for (const { kind, what, change, env, code, causes } of OMISSIONS) {
  Deno.test({
    name: `Behind ${kind} with ${what}, Maru says what is wrong, once`,
    ignore: MISSING[kind],
    fn: async () => {
      await using maru = await runMaru({ ...BEHIND_PROXY, ...env });
      await using proxy = await startProxy(kind, maru.port, { change });
      assertEquals((await get(proxy, "/")).status, 200);
      if (code === null) await assertCallWorks(proxy);
      else await assertRefused(proxy, code);
      const expected = causes ?? [code];
      assertEquals(causesIn(maru), expected);
      for (const [cause, remedy] of Object.entries(PROXY_REMEDIES)) {
        if (!expected.includes(cause)) continue;
        const line = maru.logLines.find((it) => it.includes(`cause=${cause} `));
        assert(line?.includes(remedy.nginx), line);
      }
    },
  });
}

Deno.test({
  name: "Behind nginx without a Host header, each answer and the log say so",
  ignore: MISSING.nginx,
  fn: async () => {
    await using maru = await runMaru(BEHIND_PROXY);
    const change = instead(NGINX_HOST, 'Host ""');
    await using proxy = await startProxy("nginx", maru.port, { change });
    const page = await get(proxy, "/");
    assertEquals(page.status, 400);
    assertEquals(JSON.parse(page.body).error.code, "host-missing");
    assertEquals(causesIn(maru), ["host-missing"]);
  },
});

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

Deno.test({
  name: "The proxy_params of Debian's nginx lose the port, and Maru says so",
  ignore: MISSING.nginx,
  fn: async () => {
    await using maru = await runMaru(BEHIND_PROXY);
    await using proxy = await startDebianNginx(`location / {
      include /etc/nginx/proxy_params;
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
      proxy_pass http://127.0.0.1:${maru.port};
    }`);
    await assertRefused(proxy, "proxy-port");
    assertEquals(causesIn(maru), ["proxy-port"]);
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
