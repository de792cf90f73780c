import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import {
  type AcmeSourceOptions,
  openAcmeSource,
} from "../../../../server/acme/acme_source.ts";
import { HttpChallenges } from "../../../../server/acme/http_challenges.ts";
import type { CertificateSource } from "../../../../server/certificate/certificate_source.ts";
import type { DataDir } from "../../../../server/data_dir.ts";
import { createLog } from "../../../../server/log.ts";
import type { PemPair } from "../../../../server/net/port_listener.ts";
import { Secret } from "../../../../server/secret.ts";
import { AcmeDirectoryFake } from "../../../fakes/acme_directory.ts";
import { makeCertificate } from "../../../fakes/certificate.ts";

const NOW_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const WAIT_MS = 30_000;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** A source with a fake directory, files in memory and clocks of the test. */
class SourceBench {
  readonly files = new Map<string, string>();
  readonly logLines: string[] = [];
  readonly challenges = new HttpChallenges();
  readonly directory = new AcmeDirectoryFake(this.challenges, NOW_MS);
  readonly renewed: PemPair[] = [];
  nowMs = NOW_MS;
  monotonicMs = 0;
  canWrite = true;
  #check: () => void = () => {};

  constructor(readonly fallback: PemPair) {}

  static async create(): Promise<SourceBench> {
    return new SourceBench(await makeCertificate("fallback.test"));
  }

  async open(
    options: Partial<AcmeSourceOptions> = {},
  ): Promise<CertificateSource> {
    const source = await openAcmeSource({
      domains: ["call.test"],
      directory: this.directory.directory,
      email: undefined,
      dataDir: this.#createDataDir(),
      log: createLog({
        level: "info",
        format: "text",
        nowMs: () => 0,
        write: (line) => this.logLines.push(line),
      }),
      fallback: {
        currentPair: () => this.fallback,
        authorityPem: this.fallback.cert,
        isLocalAuthority: true,
        start: () => {},
        close: () => {},
      },
      challenges: this.challenges,
      isHttpPortOpen: () => true,
      fetch: this.directory.fetch,
      nowMs: () => this.nowMs,
      monotonicMs: () => this.monotonicMs,
      random: () => 0.5,
      schedule: (run) => {
        this.#check = run;
        return () => {};
      },
      ...options,
    });
    source.start((pair) => this.renewed.push(pair));
    return source;
  }

  /** Opens a source, waits for a new certificate, and closes it. */
  async issue(options: Partial<AcmeSourceOptions> = {}): Promise<void> {
    const before = this.renewed.length;
    const source = await this.open(options);
    await this.waitUntil(() => this.renewed.length > before);
    source.close();
  }

  /** Lets the timer fire. */
  check(): void {
    this.#check();
  }

  /** Waits for a line of the log. */
  async waitForLine(text: string): Promise<string> {
    let found: string | undefined;
    await this.waitUntil(() => {
      found = this.logLines.find((line) => line.includes(text));
      return found !== undefined;
    });
    return found ?? "";
  }

  /** Waits until `condition` holds; the timer fires meanwhile. */
  async waitUntil(condition: () => boolean): Promise<void> {
    const endMs = performance.now() + WAIT_MS;
    while (!condition()) {
      if (performance.now() > endMs) throw new Error(this.logLines.join("\n"));
      this.#check();
      await nextTurn();
    }
    // The check that reported it ends in this turn.
    await nextTurn();
  }

  #createDataDir(): DataDir {
    return {
      path: "/nowhere",
      read: (name) => Promise.resolve(this.files.get(name) ?? null),
      write: (name, text) => {
        if (!this.canWrite) return Promise.reject(new Error("disk full"));
        this.files.set(name, text);
        return Promise.resolve();
      },
      quarantine: (name) => {
        this.files.delete(name);
        return Promise.resolve();
      },
      remove: (name) => {
        this.files.delete(name);
        return Promise.resolve();
      },
      loadOrCreateSecret: () => Promise.resolve(new Secret("")),
    };
  }
}

Deno.test("AcmeSource waits as long as a rate limit says, then gets a certificate", async () => {
  const bench = await SourceBench.create();
  bench.directory.refusal = () =>
    Response.json({
      type: "urn:ietf:params:acme:error:rateLimited",
      detail: "Too many",
    }, { status: 429, headers: { "retry-after": "7200" } });
  const source = await bench.open();
  const line = await bench.waitForLine("Cannot get a certificate");
  assertMatch(line, /next attempt in 120 min.*wait/);
  bench.directory.refusal = null;
  bench.directory.requests.length = 0;
  bench.monotonicMs = 120 * MINUTE_MS - 1;
  bench.check();
  assertEquals(bench.directory.requests, []);
  await nextTurn();
  bench.monotonicMs++;
  await bench.waitUntil(() => bench.renewed.length > 0);
  assertEquals(bench.renewed, [source.currentPair()]);
  assertEquals(source.isLocalAuthority, false);
  source.close();
});

Deno.test("AcmeSource keeps its own authority while its clock says that a new certificate has expired", async () => {
  const bench = await SourceBench.create();
  bench.nowMs = NOW_MS + 90 * DAY_MS;
  const source = await bench.open();
  await bench.waitForLine("set the clock");
  assertEquals(source.currentPair(), bench.fallback);
  assertEquals(bench.files.has("acme.pem"), false);
  source.close();
});

Deno.test("AcmeSource uses a certificate that cannot be stored, and says so", async () => {
  const bench = await SourceBench.create();
  await bench.issue();
  bench.files.delete("acme.pem");
  bench.canWrite = false;
  const source = await bench.open();
  await bench.waitForLine("check DATA_DIR");
  await bench.waitUntil(() => !source.isLocalAuthority);
  source.close();
});

Deno.test("AcmeSource requests another certificate when names or directory changed, and uses the old one until then", async () => {
  const bench = await SourceBench.create();
  await bench.issue();
  const first = bench.files.get("acme.pem");
  bench.directory.refusal = () => new Response("", { status: 500 });
  const domains = ["call.test", "www.test"];
  const failing = await bench.open({ domains });
  await bench.waitForLine("Cannot get a certificate");
  assertEquals(failing.isLocalAuthority, false);
  failing.close();
  bench.directory.refusal = null;
  await bench.issue({ domains });
  assertNotEquals(bench.files.get("acme.pem"), first);
  const directory = `${bench.directory.directory}/`;
  await bench.issue({ domains, directory });
  assertEquals(bench.renewed.length, 3);
});

Deno.test("AcmeSource does not use a certificate of other names", async () => {
  const bench = await SourceBench.create();
  await bench.issue();
  bench.directory.refusal = () => new Response("", { status: 500 });
  const source = await bench.open({ domains: ["other.test"] });
  assertEquals(source.currentPair(), bench.fallback);
  await bench.waitForLine("that of the own authority stays in use");
  source.close();
});

Deno.test("AcmeSource renames files that it cannot read, and makes others", async () => {
  const bench = await SourceBench.create();
  bench.files.set("acme.pem", "nonsense");
  bench.files.set("acme-account.pem", "nonsense");
  await bench.issue();
  assertMatch(bench.files.get("acme.pem") ?? "", /^Directory: https:/);
  assertMatch(bench.files.get("acme-account.pem") ?? "", /PRIVATE KEY/);
});

Deno.test("AcmeSource that is closed during a request reports nothing", async () => {
  const bench = await SourceBench.create();
  const gate = Promise.withResolvers<void>();
  bench.directory.gate = gate.promise;
  const source = await bench.open();
  await bench.waitUntil(() => bench.directory.requests.length > 0);
  const { length } = bench.logLines;
  source.close();
  gate.resolve();
  await nextTurn();
  assertEquals(bench.logLines.length, length);
  assertEquals(bench.renewed, []);
});

Deno.test("AcmeSource renews earlier when the directory wants it", async () => {
  const bench = await SourceBench.create();
  await bench.issue();
  const start = new Date(NOW_MS + DAY_MS).toISOString();
  bench.directory.renewalWindow = { start, end: start };
  const source = await bench.open();
  await bench.waitUntil(() =>
    bench.directory.requests.at(-1)?.startsWith("/renewal-info/") === true
  );
  assertEquals(bench.renewed.length, 1);
  bench.nowMs = NOW_MS + DAY_MS;
  await bench.waitUntil(() => bench.renewed.length === 2);
  source.close();
});
