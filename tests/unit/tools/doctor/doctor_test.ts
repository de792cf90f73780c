/** Each cause that the doctor knows, provoked. @module */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { checkEn } from "../../../../client/strings/check_en.ts";
import { exitCodeOf } from "../../../../tools/doctor/finding.ts";
import type {
  FileFacts,
  Machine,
  RelayOutcome,
} from "../../../../tools/doctor/machine.ts";
import {
  formatJsonReport,
  formatReport,
} from "../../../../tools/doctor/report.ts";
import {
  createMachine,
  DAY_MS,
  examineWith,
  type Fault,
  faultsOf,
  fixOf,
  NOW_MS,
} from "./fake_machine.ts";

const ACME = { ACME_DOMAIN: "maru.test" };
const PROXY = { TLS: "off", TRUSTED_PROXIES: "127.0.0.1" };

function certificate(
  facts: { notAfterMs?: number; notBeforeMs?: number; names?: string[] },
): Partial<Machine> {
  const usual = createMachine();
  return {
    certificateOf: async () => {
      const found = await usual.certificateOf("", 0);
      return found && { ...found, ...facts };
    },
  };
}

function relays(...outcomes: readonly RelayOutcome[]): Partial<Machine> {
  return { testRelays: () => Promise.resolve(outcomes) };
}

function files(facts: Readonly<Record<string, Partial<FileFacts>>>) {
  const usual = createMachine();
  return {
    stat: (path: string) =>
      path in facts
        ? Promise.resolve({
          isDirectory: false,
          mode: 0o600,
          modifiedAtMs: 0,
          ...facts[path],
        })
        : usual.stat(path),
  };
}

const works = (transport: "udp" | "tcp" | "tls"): RelayOutcome => ({
  transport,
  step: "works",
});
const fails = (
  transport: "udp" | "tcp" | "tls",
  step: "connect" | "allocate" | "relay",
): RelayOutcome => ({ transport, step, reason: "error 508" });

Deno.test("a machine without a fault has none, before the start and while Maru runs", async () => {
  assertEquals(await faultsOf({}), []);
  assertEquals(await faultsOf({ isRunning: true }), []);
  const findings = await examineWith({ isRunning: true });
  assertEquals(exitCodeOf(findings), 0);
  assert(findings.some(({ code }) => code === "server-running"));
});

const CASES: Readonly<Record<string, Fault & { readonly fix?: string }>> = {
  "error setting-invalid": { env: { PORT: "http" } },
  "warning setting-doubtful": { env: { MAX_ROMS: "3" } },
  "error port-in-use": {
    machine: {
      tryBind: (_transport, _host, port) =>
        Promise.resolve(port === 8443 ? "in-use" : "free"),
    },
    fix: "ss -ltnp 'sport = :8443'",
  },
  "error port-denied": {
    env: { PORT: "443" },
    machine: {
      tryBind: (_transport, _host, port) =>
        Promise.resolve(port === 443 ? "denied" : "free"),
    },
    fix: "CAP_NET_BIND_SERVICE",
  },
  "error port-failed": {
    env: { HOST: "198.51.100.1" },
    machine: {
      tryBind: (_transport, _host, port) =>
        Promise.resolve(port === 8443 ? "failed" : "free"),
    },
    fix: "Set HOST",
  },
  "error server-unreachable": {
    isRunning: true,
    machine: { canConnect: (_, port) => Promise.resolve(port !== 8443) },
    fix: "ufw allow 8443/tcp",
  },
  "error port-silent": {
    isRunning: true,
    machine: { canConnect: (_, port) => Promise.resolve(port !== 5349) },
    fix: "ufw allow 5349/tcp",
  },
  "warning public-host-silent": {
    isRunning: true,
    env: { PUBLIC_HOST: "maru.test" },
    machine: { canConnect: (host) => Promise.resolve(host !== "maru.test") },
    fix: "https://maru.test:8443/check",
  },
  "error port-silent ": {
    isRunning: true,
    env: ACME,
    machine: { canConnect: (_, port) => Promise.resolve(port !== 80) },
    fix: "ufw allow 80/tcp",
  },
  "warning relay-ports-few": {
    env: { RELAY_PORTS: "50000-50099" },
    fix: "MAX_ALLOCATIONS=100",
  },
  "error certificate-expired": {
    isRunning: true,
    machine: certificate({ notAfterMs: NOW_MS - 1 }),
    fix: "certbot renew",
  },
  "warning certificate-expiring": {
    isRunning: true,
    machine: certificate({ notAfterMs: NOW_MS + 14 * DAY_MS - 1 }),
    fix: "certbot renew",
  },
  "error certificate-not-yet-valid": {
    isRunning: true,
    machine: certificate({ notBeforeMs: NOW_MS + 1 }),
    fix: "timedatectl",
  },
  "error certificate-name": {
    isRunning: true,
    env: { PUBLIC_HOST: "maru.test" },
    machine: certificate({ names: ["*.maru.test", "other.test"] }),
    fix: "Get a certificate for maru.test",
  },
  "error certificate-unreadable": {
    env: { TLS_CERT: "/nowhere/cert.pem", TLS_KEY: "/nowhere/key.pem" },
    fix: "TLS_CERT",
  },
  "error acme-domain-unknown": {
    env: ACME,
    machine: { lookUp: () => Promise.resolve([]) },
    fix: "A record of maru.test",
  },
  "warning acme-domain-elsewhere": {
    env: ACME,
    machine: { lookUp: () => Promise.resolve(["198.51.100.7"]) },
    fix: "EXTERNAL_IP",
  },
  "error redis-unreachable": {
    env: { REDIS_URL: "redis://127.0.0.1:6379/0" },
    machine: { pingRedis: () => Promise.resolve("connection refused") },
    fix: "REDIS_URL",
  },
  "warning no-relay": { env: { ICE: "off" }, fix: "Set ICE=on" },
  "error relay-rejected": {
    machine: relays(works("udp"), fails("tcp", "allocate")),
    fix: "MAX_ALLOCATIONS",
  },
  "error relay-no-path": {
    machine: relays(fails("udp", "relay"), works("tcp")),
    fix: "EXTERNAL_IP",
  },
  "warning relay-udp-blocked": {
    machine: relays(fails("udp", "connect"), works("tcp")),
    fix: "ICE_PORT",
  },
  "warning relay-tcp-blocked": {
    machine: relays(works("udp"), fails("tcp", "connect")),
    fix: "ICE_PORT",
  },
  "warning relay-tls-blocked": {
    machine: relays(works("udp"), fails("tls", "connect")),
    fix: "ICE_TLS_PORT",
  },
  "error relay-unreachable": {
    machine: relays(fails("udp", "connect")),
    fix: "firewall",
  },
  "warning relay-untested": {
    isRunning: true,
    machine: { testRelays: () => Promise.resolve(null) },
    fix: "MAX_ROOMS",
  },
  "warning address-loopback": { env: { HOST: "127.0.0.1" } },
  "error address-none": {
    machine: { interfaces: () => [{ name: "lo", address: "127.0.0.1" }] },
  },
  "error address-container": {
    machine: {
      ...files({ "/.dockerenv": {} }),
      interfaces: () => [{ name: "eth0", address: "172.17.0.2" }],
    },
    fix: "--network host",
  },
  "error address-nat": {
    env: { PUBLIC_HOST: "maru.test" },
    machine: {
      interfaces: () => [{ name: "eth0", address: "10.0.0.5" }],
      lookUp: () => Promise.resolve(["198.51.100.7"]),
    },
    fix: "EXTERNAL_IP=198.51.100.7",
  },
  "error external-ip-differs": {
    env: { PUBLIC_HOST: "maru.test", EXTERNAL_IP: "198.51.100.8" },
    machine: { lookUp: () => Promise.resolve(["198.51.100.7"]) },
    fix: "EXTERNAL_IP=198.51.100.7",
  },
  "warning proxy-untrusted": { env: { TLS: "off" }, fix: "TRUSTED_PROXIES=" },
  "warning proxy-everyone": {
    env: { TLS: "off", TRUSTED_PROXIES: "0.0.0.0/0" },
    fix: "TRUSTED_PROXIES",
  },
  "error origin-not-allowed": {
    isRunning: true,
    env: { ...PROXY, PUBLIC_HOST: "maru.test" },
    machine: {
      ask: (path) =>
        Promise.resolve({
          status: 200,
          dateMs: NOW_MS,
          body: path === "/livez"
            ? "ok 0.7.0"
            : '{"error":{"code":"origin-not-allowed"}}',
        }),
    },
    fix: "ALLOWED_ORIGINS=https://maru.test",
  },
  "error data-dir-file": {
    machine: files({ ".maru": { isDirectory: false } }),
  },
  "error data-dir-unwritable": {
    machine: {
      ...files({ ".maru": { isDirectory: true } }),
      tryWrite: () => Promise.resolve("No space left on device"),
    },
    fix: "chown -R USER .maru",
  },
  "warning data-dir-readable": {
    machine: {
      ...files({
        ".maru": { isDirectory: true },
        ".maru/turn.secret": { mode: 0o100644 },
      }),
      list: () => Promise.resolve(["turn.secret"]),
    },
    fix: "chmod -R go-rwx .maru",
  },
  "error files-too-few": {
    files: { "/proc/self/limits": "Max open files   1024   4096   files\n" },
    fix: "LimitNOFILE=6708",
  },
  "warning files-few": {
    files: { "/proc/self/limits": "Max open files   4096   4096   files\n" },
    fix: "LimitNOFILE=6708",
  },
  "warning udp-buffers-small": {
    files: { "/proc/sys/net/core/rmem_max": "65536\n" },
    fix: "net.core.rmem_max=2097152",
  },
  "warning udp-buffers-overflow": {
    files: {
      "/proc/net/snmp":
        "Udp: InDatagrams NoPorts RcvbufErrors\nUdp: 1000000 1 1001\n",
    },
    fix: "net.core.rmem_default=2097152",
  },
  "error clock-behind": {
    machine: files({
      "dist/client/files.json": { modifiedAtMs: NOW_MS + 60_001 },
    }),
    fix: "timedatectl set-ntp true",
  },
  "error clock-differs": {
    isRunning: true,
    machine: {
      ask: () =>
        Promise.resolve({
          status: 200,
          body: "ok 0.7.0",
          dateMs: NOW_MS - 60_001,
        }),
    },
  },
  "warning clock-unknown": {
    machine: { stat: () => Promise.resolve(null) },
    fix: "timedatectl set-ntp true",
  },
};

for (const [expected, fault] of Object.entries(CASES)) {
  Deno.test(`the doctor finds: ${expected}`, async () => {
    assertEquals(await faultsOf(fault), [expected.trim()]);
    assertStringIncludes(await fixOf(fault), fault.fix ?? "");
    const [level] = expected.split(" ");
    assertEquals(
      exitCodeOf(await examineWith(fault)),
      level === "error" ? 2 : 1,
    );
  });
}

Deno.test("causes that the page reports too have its words", async () => {
  const findings = await examineWith({
    machine: relays(fails("udp", "connect"), works("tcp")),
  });
  const finding = findings.find(({ code }) => code === "relay-udp-blocked");
  assertStringIncludes(finding?.text ?? "", checkEn.causeRelayUdpBlocked);
});

Deno.test("forwarded headers of this machine are tried on a running server", async () => {
  const asked: string[] = [];
  const findings = await examineWith({
    isRunning: true,
    env: PROXY,
    machine: {
      ask: (path, headers) => {
        asked.push(`${path.split("?")[0]} ${headers?.Origin ?? ""}`);
        const body = path === "/livez"
          ? "ok 0.7.0"
          : '{"error":{"code":"answer-lost"}}';
        return Promise.resolve({ status: 200, body, dateMs: NOW_MS });
      },
    },
  });
  assert(findings.some(({ code }) => code === "proxy-headers"));
  assert(asked.includes("/socket https://localhost:8443"), asked.join());
});

Deno.test("a check that fails is one error, and the others run", async () => {
  const faults = await faultsOf({
    machine: {
      interfaces: () => {
        throw new Error("no permission");
      },
    },
  });
  assertEquals(faults, ["error check-failed"]);
});

Deno.test("the report has a line for each finding and what to do; JSON has the exit code", async () => {
  const findings = await examineWith({ env: { ICE: "off" } });
  const text = formatReport(findings);
  assertStringIncludes(text, "WARNING  relay");
  assertStringIncludes(text, "-> Set ICE=on");
  assertStringIncludes(text, "0 errors, 1 warnings");
  const report = JSON.parse(formatJsonReport("1.2.3", findings));
  assertEquals([report.version, report.exitCode], ["1.2.3", 1]);
  assertEquals(report.findings.length, findings.length);
});
