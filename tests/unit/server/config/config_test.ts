import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import {
  ConfigError,
  type Env,
  loadConfig,
} from "../../../../server/config/config.ts";

function problemsOf(env: Env): readonly string[] {
  return assertThrows(() => loadConfig(env), ConfigError).problems;
}

Deno.test("loadConfig() uses the defaults for an empty environment", () => {
  const config = loadConfig({});
  assertEquals(config.port, 8443);
  assertEquals(config.host, undefined);
  assertEquals(config.tls, { kind: "auto" });
  assertEquals(config.dataDir, ".maru");
  assertEquals(config.allowedOrigins, { kind: "same" });
  assertEquals(config.trustedProxies, []);
  assertEquals(config.ice.credential, { kind: "own-secret" });
  assertEquals(config.ice.isServerEnabled, true);
  assertEquals(config.ice.relayPorts, { first: 49152, last: 65535 });
  assertEquals(config.limits, {
    maxMessageBytes: 65536,
    maxRoomMembers: 64,
    maxRooms: 1000,
    maxConnections: 1000,
    maxConnectionsPerIp: 64,
    messagesPerSecond: 50,
    bytesPerSecond: 262144,
    maxBufferedBytes: 1048576,
    maxTotalBufferedBytes: 134217728,
    roomBytesPerSecond: 4194304,
    requestsPerSecond: 200,
    resumeSeconds: 30,
    drainSeconds: 5,
    handshakeTimeoutMs: 10000,
    headerTimeoutMs: 10000,
  });
  assertEquals(config.log, {
    level: "info",
    format: "text",
    showsAddresses: false,
  });
  assertEquals(config.warnings, []);
});

Deno.test("loadConfig() reports every problem at once", () => {
  assertEquals(
    problemsOf({
      PORT: "http",
      TLS: "files",
      LOG_FORMAT: "xml",
      TRUSTED_PROXIES: "10.0.0.0/8, nginx",
      TURN_USERNAME: "u",
      REDIS_URL: "http://user:hidden@h",
    }),
    [
      'PORT must be a whole number in 0..65535: current value is "http"',
      'TRUSTED_PROXIES must list addresses or ranges such as 10.0.0.0/8 (see "nginx"): current value is "10.0.0.0/8, nginx"',
      "REDIS_URL must be a URL such as redis://user:password@host:6379/0: current value is [secret]",
      'LOG_FORMAT must be text or json: current value is "xml"',
      "TLS is files: it needs both TLS_CERT and TLS_KEY",
      "TURN_CREDENTIAL is missing: static credentials need both TURN_USERNAME and TURN_CREDENTIAL",
    ],
  );
});

Deno.test("loadConfig() yields a value that is frozen all the way down", () => {
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    assert(Object.isFrozen(value));
    Object.values(value).forEach(visit);
  };
  visit(loadConfig({ ALLOWED_ORIGINS: "https://a.example" }));
});

Deno.test("loadConfig() takes an empty text for unset", () => {
  assertEquals(loadConfig({ PORT: "", TLS_CERT: "" }).port, 8443);
});

Deno.test("loadConfig() takes TLS_CERT and TLS_KEY for TLS=files", () => {
  assertEquals(loadConfig({ TLS_CERT: "c.pem", TLS_KEY: "k.pem" }).tls, {
    kind: "files",
    certPath: "c.pem",
    keyPath: "k.pem",
  });
});

Deno.test.each([
  { env: { TLS_CERT: "c" }, problem: "TLS_KEY is missing" },
  { env: { TLS_KEY: "k" }, problem: "TLS_CERT is missing" },
  { env: { TLS: "off", TLS_CERT: "c", TLS_KEY: "k" }, problem: "TLS is off" },
  { env: { TLS: "auto", TLS_CERT: "c", TLS_KEY: "k" }, problem: "TLS is auto" },
  { env: { TURN_CREDENTIAL: "x" }, problem: "TURN_USERNAME is missing" },
  {
    env: { TURN_USERNAME: "u", TURN_CREDENTIAL: "x", TURN_SECRET: "s" },
    problem: "TURN_SECRET cannot be combined",
  },
  {
    env: { EXTERNAL_IP: "203.0.113.1,203.0.113.2" },
    problem: "EXTERNAL_IP takes at most one",
  },
  {
    env: { ACME_DOMAIN: "a.test", TLS: "off" },
    problem: "ACME_DOMAIN is set, but TLS is off",
  },
  {
    env: { ACME_DOMAIN: "a.test", TLS_CERT: "c", TLS_KEY: "k" },
    problem: "ACME_DOMAIN cannot be combined with TLS_CERT and TLS_KEY",
  },
  {
    env: { ACME_DOMAIN: "a.test", HTTP_PORT: "off" },
    problem: "ACME_DOMAIN is set, but HTTP_PORT is off",
  },
  {
    env: { ACME_EMAIL: "ops@a.test" },
    problem: "ACME_EMAIL is set without ACME_DOMAIN",
  },
  {
    env: { ACME_DIRECTORY: "https://ca.test/dir" },
    problem: "ACME_DIRECTORY is set without ACME_DOMAIN",
  },
  {
    env: { ACME_DOMAIN: "a.test", PORT: "80" },
    problem: "HTTP_PORT and PORT are both 80",
  },
  {
    env: { HTTP_PORT: "80", TLS: "off" },
    problem: "HTTP_PORT is set, but TLS is off",
  },
  {
    env: { ACME_DOMAIN: "203.0.113.1" },
    problem: "ACME_DOMAIN must list names: an address gets no certificate",
  },
  {
    env: { ACME_DOMAIN: "*.a.test" },
    problem: "ACME_DOMAIN must list each name: a wildcard needs dns-01",
  },
  {
    env: { ACME_DOMAIN: "localhost" },
    problem: "ACME_DOMAIN must list host names such as call.example.com",
  },
  {
    env: { ACME_DOMAIN: "https://a.test/" },
    problem: "ACME_DOMAIN must list host names such as call.example.com",
  },
  {
    env: { ACME_DOMAIN: "a.test", ACME_EMAIL: "a.test" },
    problem: "ACME_EMAIL must be one mail address",
  },
  {
    env: { ACME_DOMAIN: "a.test", ACME_DIRECTORY: "http://ca.test/dir" },
    problem: "ACME_DIRECTORY must be a URL that begins with https://",
  },
  {
    env: {
      ACME_DOMAIN: Array.from({ length: 101 }, (_, i) => `a${i}.test`).join(),
    },
    problem: "ACME_DOMAIN takes at most 100 names",
  },
  { env: { ONE_PORT: "on", ICE: "off" }, problem: "ONE_PORT is on, but ICE" },
  {
    env: { ONE_PORT: "on", ICE_PORT: "3478" },
    problem: "ONE_PORT is on, but ICE_PORT is 3478",
  },
  {
    env: { ONE_PORT: "on", TLS: "off" },
    problem: "ONE_PORT shares the port of the page, but TLS is off",
  },
  {
    env: { PORT: "443", ICE_PORT: "443", TLS: "off" },
    problem: "ICE_PORT shares the port of the page, but TLS is off",
  },
  {
    env: { ICE_PORT: "5349" },
    problem: "ICE_PORT and ICE_TLS_PORT are both 5349",
  },
])("loadConfig() refuses settings that do not go together: $problem", (c) => {
  const problems = problemsOf(c.env);
  assertEquals(problems.length, 1);
  assert(problems[0]?.startsWith(c.problem), problems[0]);
});

Deno.test("loadConfig() takes ACME_DOMAIN with Let's Encrypt and port 80 by default", () => {
  const { acme, httpPort, tls } = loadConfig({
    ACME_DOMAIN: "Call.Example.com, call.example.com., www.example.com",
  });
  assertEquals(acme, {
    domains: ["call.example.com", "www.example.com"],
    email: undefined,
    directory: "https://acme-v02.api.letsencrypt.org/directory",
  });
  assertEquals([httpPort, tls], [80, { kind: "auto" }]);
  assertEquals(loadConfig({}).acme, null);
  assertEquals(loadConfig({}).httpPort, null);
  assertEquals(loadConfig({ HTTP_PORT: "8080" }).httpPort, 8080);
  assertEquals(loadConfig({ HTTP_PORT: "off" }).httpPort, null);
});

Deno.test("loadConfig() finds which ports of the relay are that of the page", () => {
  const portsOf = (env: Env) => {
    const { port, tlsPort, isPagePort, isTlsPagePort } = loadConfig(env).ice;
    return [port, isPagePort, tlsPort, isTlsPagePort];
  };
  const PORT = "443";
  assertEquals(portsOf({}), [3478, false, 5349, false]);
  assertEquals(portsOf({ PORT, ONE_PORT: "on" }), [443, true, 443, true]);
  assertEquals(portsOf({ PORT, ICE_PORT: PORT }), [443, true, 5349, false]);
  assertEquals(
    portsOf({ PORT, ICE_PORT: PORT, ICE_TLS_PORT: PORT }),
    [443, true, 443, true],
  );
  assertEquals(portsOf({ PORT: "0", ICE_PORT: "0" }), [0, false, 5349, false]);
});

Deno.test("loadConfig() makes static credentials of the pair", () => {
  const { credential } =
    loadConfig({ TURN_USERNAME: "u", TURN_CREDENTIAL: "hidden" }).ice;
  assert(credential.kind === "static");
  assertEquals(credential.username, "u");
  assertEquals(credential.credential.reveal(), "hidden");
});

Deno.test("loadConfig() never shows a secret, neither in the config nor in a warning", () => {
  const config = loadConfig({ TURN_SECRET: "hidden" });
  assertFalse(JSON.stringify(config).includes("hidden"));
  assertFalse(Deno.inspect(config, { depth: 9 }).includes("hidden"));
  assertEquals(config.warnings, [
    "TURN_SECRET is short: use at least 16 random characters",
  ]);
});

Deno.test("loadConfig() warns of names that are nearly a setting", () => {
  assertEquals(
    loadConfig({ TURN_SECRT: "x", MAX_ROOM: "5", MAX_USERS: "5", PATH: "/bin" })
      .warnings,
    [
      "TURN_SECRT is not a setting: did you mean TURN_SECRET",
      "MAX_ROOM is not a setting: did you mean MAX_ROOMS",
      "MAX_USERS is not a setting and has no effect",
    ],
  );
});

Deno.test("loadConfig() warns of an outside TURN server without a secret", () => {
  const urls = { TURN_URLS: "turn:t.example" };
  assertEquals(loadConfig(urls).warnings.length, 1);
  const TURN_SECRET = "0123456789abcdef";
  assertEquals(loadConfig({ ...urls, TURN_SECRET }).warnings, []);
});

Deno.test("loadConfig() takes a METRICS_TOKEN that a header can carry, and never shows it", () => {
  const token = "0123456789abcdef";
  const { metricsToken } = loadConfig({ METRICS_TOKEN: token });
  assertEquals(metricsToken?.reveal(), token);
  for (const METRICS_TOKEN of ["short", "with a space in it", `${token}"`]) {
    const [problem = "", ...others] = problemsOf({ METRICS_TOKEN });
    assert(problem.startsWith("METRICS_TOKEN must have at least 16"), problem);
    assertFalse(problem.includes(METRICS_TOKEN));
    assertEquals(others, []);
  }
});

Deno.test("REDIS_URL is a secret, RELAY_HOST is PUBLIC_HOST unless it is set", () => {
  const url = "rediss://maru:p%40ss@redis.example:6380/2";
  const config = loadConfig({ REDIS_URL: url, PUBLIC_HOST: "maru.example" });
  assertEquals(config.redisUrl?.reveal(), url);
  assertEquals(JSON.stringify(config).includes("p%40ss"), false);
  assertEquals(config.ice.relayHost, "maru.example");
  const other = loadConfig({ PUBLIC_HOST: "a.b", RELAY_HOST: "r1.a.b" });
  assertEquals(other.ice.relayHost, "r1.a.b");
  assertEquals(loadConfig({}).redisUrl, undefined);
});
