import { assert, assertEquals } from "@std/assert";
import { PROXY_REMEDIES } from "../../../server/refusals/proxy_remedies.ts";
import { runMaru } from "../../fakes/running_maru.ts";
import {
  assertCallWorks,
  assertRefused,
  BEHIND_PROXY,
  causesIn,
  get,
  MISSING,
} from "./proxy_visit.ts";
import {
  type ConfigChange,
  type ProxyKind,
  replaceText,
  startDebianNginx,
  startProxy,
} from "./real_proxy.ts";

/** What an operator forgot, and what Maru says then. */
interface Omission {
  readonly kind: ProxyKind;
  readonly what: string;
  readonly change: ConfigChange;
  readonly env?: Readonly<Record<string, string>>;
  /** Status of the page; default: 200. */
  readonly pageStatus?: number | undefined;
  /** Code of the refused WebSocket; null when it works. */
  readonly code: string | null;
  /** Causes in the log; default: the code. */
  readonly causes?: readonly string[] | undefined;
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
    pageStatus: 403,
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
    pageStatus: 403,
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
    pageStatus: 403,
    code: "proxy-untrusted",
  },
];

function describe({ code, causes }: Pick<Omission, "code" | "causes">): string {
  if (code !== null) return "a page gets the reason, and the log once";
  return causes?.length === 0
    ? "calls work"
    : "calls work, and the log says so";
}

for (const row of OMISSIONS) {
  const { kind, what, change, env, pageStatus, code, causes } = row;
  Deno.test({
    name: `Behind ${kind} with ${what}, ${describe({ code, causes })}`,
    ignore: MISSING[kind],
    fn: async () => {
      await using maru = await runMaru({ ...BEHIND_PROXY, ...env });
      await using proxy = await startProxy(kind, maru.port, { change });
      assertEquals((await get(proxy, "/")).status, pageStatus ?? 200);
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
