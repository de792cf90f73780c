import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { X509Certificate } from "node:crypto";
import { openAcmeSource } from "../../../../server/acme/acme_source.ts";
import { HttpChallenges } from "../../../../server/acme/http_challenges.ts";
import type { CertificateSource } from "../../../../server/certificate/certificate_source.ts";
import { openDataDir } from "../../../../server/data_dir.ts";
import { HttpPort } from "../../../../server/front/http_port.ts";
import { createLog } from "../../../../server/log.ts";
import type { PemPair } from "../../../../server/net/port_listener.ts";
import { findFreePort } from "../../../../tools/server_process.ts";
import { makeCertificate } from "../../../fakes/certificate.ts";
import { isPebbleMissing, Pebble } from "../../../fakes/pebble.ts";

const DOMAINS = ["call.maru.example", "www.maru.example"];
const WAIT_MS = 30_000;
const LIMITS = {
  maxConnections: 20,
  maxConnectionsPerIp: 20,
  handshakeTimeoutMs: 5_000,
  headerTimeoutMs: 5_000,
  idleTimeoutMs: 5_000,
};

/** Sources that one pebble serves, with clocks and timers of the test. */
class AcmeBench implements AsyncDisposable {
  readonly logLines: string[] = [];
  readonly fallback: PemPair;
  nowMs = Date.now();
  monotonicMs = 0;
  isHttpPortOpen = true;
  /** Directory of the next source. */
  directory: string;
  readonly #pebble: Pebble;
  readonly #client: Deno.HttpClient;
  readonly #challenges = new HttpChallenges();
  readonly #httpPort: HttpPort;
  readonly #path: string;
  /** Paths of the requests that change something. */
  readonly requests: string[] = [];
  #check: () => void = () => {};
  #renewed: PemPair[] = [];

  private constructor(
    pebble: Pebble,
    client: Deno.HttpClient,
    path: string,
    fallback: PemPair,
  ) {
    this.#pebble = pebble;
    this.directory = pebble.directory;
    this.#client = client;
    this.#path = path;
    this.fallback = fallback;
    this.#httpPort = new HttpPort({
      limits: LIMITS,
      quotaKeyOf: (address) => address,
      onRefusal: () => {},
      httpsPortFor: () => 443,
      answerChallenge: (target) => this.#challenges.answerOf(target),
      onBug: (error) => this.logLines.push(String(error)),
      onListenerError: (error) => this.logLines.push(String(error)),
    });
  }

  static async start(): Promise<AcmeBench> {
    const httpPort = findFreePort();
    const pebble = await Pebble.start({ httpPort });
    const caCerts = [await Deno.readTextFile(pebble.authorityPath)];
    const bench = new AcmeBench(
      pebble,
      Deno.createHttpClient({ caCerts }),
      await Deno.makeTempDir({ prefix: "maru-acme-" }),
      await makeCertificate("fallback.example"),
    );
    await bench.#httpPort.listen(httpPort, "127.0.0.1");
    return bench;
  }

  async open(): Promise<CertificateSource> {
    const log = createLog({
      level: "info",
      format: "text",
      nowMs: () => 0,
      write: (line) => this.logLines.push(line),
    });
    const source = await openAcmeSource({
      domains: DOMAINS,
      email: "ops@maru.example",
      directory: this.directory,
      dataDir: await openDataDir(this.#path, log),
      log,
      fallback: {
        currentPair: () => this.fallback,
        authorityPem: this.fallback.cert,
        isLocalAuthority: true,
        start: () => {},
        close: () => {},
      },
      challenges: this.#challenges,
      isHttpPortOpen: () => this.isHttpPortOpen,
      fetch: (input, init) => {
        if (init?.method === "POST") {
          this.requests.push(new URL(String(input)).pathname);
        }
        return fetch(input, { ...init, client: this.#client });
      },
      nowMs: () => this.nowMs,
      monotonicMs: () => this.monotonicMs,
      random: () => 0.5,
      schedule: (run) => {
        this.#check = run;
        return () => {};
      },
    });
    return source;
  }

  start(source: CertificateSource): void {
    source.start((pair) => this.#renewed.push(pair));
  }

  /** Lets the timer of the source fire, after a check that is ending. */
  async check(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    this.#check();
  }

  /** Waits for the next certificate that the source reports; the timer fires. */
  async nextPair(): Promise<PemPair> {
    await this.#waitUntil(() => this.#renewed.length > 0);
    const pair = this.#renewed.shift();
    assert(pair !== undefined);
    return pair;
  }

  /** Waits for a line of the log. */
  async waitForLine(text: string): Promise<string> {
    let found: string | undefined;
    await this.#waitUntil(() => {
      found = this.logLines.find((line) => line.includes(text));
      return found !== undefined;
    });
    return found ?? "";
  }

  /** Mode of a file of the data directory. */
  async modeOf(name: string): Promise<number> {
    const { mode } = await Deno.stat(`${this.#path}/${name}`);
    return (mode ?? 0) & 0o777;
  }

  /** Text of a file of the data directory. */
  read(name: string): Promise<string> {
    return Deno.readTextFile(`${this.#path}/${name}`);
  }

  async #waitUntil(condition: () => boolean): Promise<void> {
    const endMs = Date.now() + WAIT_MS;
    while (!condition()) {
      if (Date.now() > endMs) throw new Error(this.logLines.join("\n"));
      this.#check();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#httpPort.close();
    this.#client.close();
    await this.#pebble[Symbol.asyncDispose]();
    await Deno.remove(this.#path, { recursive: true });
  }
}

const ignore = await isPebbleMissing();

Deno.test({
  name:
    "The ACME source gets a certificate for all names, keeps it over a restart, renews it with the same account, and keeps it when the directory is gone",
  ignore,
  fn: async (t) => {
    await using bench = await AcmeBench.start();
    let first: PemPair | undefined;
    await t.step("the own authority serves until the first one", async () => {
      const source = await bench.open();
      assertEquals(source.currentPair(), bench.fallback);
      assert(source.isLocalAuthority);
      bench.start(source);
      await bench.waitForLine("No certificate for call.maru.example, www");
      first = await bench.nextPair();
      assertEquals(source.currentPair(), first);
      assertEquals(source.isLocalAuthority, false);
      assertEquals(source.authorityPem, undefined);
      const certificate = new X509Certificate(first.cert);
      for (const domain of DOMAINS) {
        assertEquals(certificate.checkHost(domain), domain);
      }
      assertStringIncludes(certificate.issuer, "Pebble");
      for (const name of ["acme.pem", "acme-account.pem"]) {
        assertEquals(await bench.modeOf(name), 0o600, name);
      }
      source.close();
    });
    const account = await bench.read("acme-account.pem");

    await t.step("a restart uses it without an order", async () => {
      bench.requests.length = 0;
      const source = await bench.open();
      assertEquals(source.currentPair(), first);
      assertEquals(source.isLocalAuthority, false);
      bench.start(source);
      await bench.check();
      assertEquals(bench.requests, []);
      source.close();
    });

    await t.step("it is renewed at two thirds of its lifetime", async () => {
      const source = await bench.open();
      const { validFrom, validTo } = new X509Certificate(first?.cert ?? "");
      const fromMs = Date.parse(validFrom);
      const dueMs = fromMs + (Date.parse(validTo) - fromMs) * 2 / 3;
      bench.nowMs = dueMs - 1_000;
      bench.start(source);
      await bench.check();
      assertEquals(bench.requests, []);
      bench.nowMs = dueMs;
      const second = await bench.nextPair();
      assertNotEquals(second.cert, first?.cert);
      assertNotEquals(second.key, first?.key);
      assertEquals(await bench.read("acme-account.pem"), account);
      first = second;
      source.close();
    });

    await t.step("other failures keep the last one, with pauses", async () => {
      bench.nowMs = Date.now();
      bench.logLines.length = 0;
      bench.directory = `https://127.0.0.1:${findFreePort()}/dir`;
      const source = await bench.open();
      assertEquals(source.currentPair(), first);
      bench.start(source);
      const line = await bench.waitForLine("Cannot get a certificate");
      assertMatch(line, /the last one stays in use, next attempt in 10 min/);
      assertMatch(line, /check ACME_DIRECTORY/);
      assertEquals(source.currentPair(), first);
      bench.requests.length = 0;
      bench.monotonicMs = 10 * 60_000 - 1;
      await bench.check();
      assertEquals(bench.requests, []);
      bench.monotonicMs++;
      await bench.waitForLine("next attempt in 20 min");
      source.close();
    });

    await t.step("a closed http port is the reason that is named", async () => {
      bench.logLines.length = 0;
      bench.isHttpPortOpen = false;
      const source = await bench.open();
      bench.start(source);
      const line = await bench.waitForLine("Cannot get a certificate");
      assertStringIncludes(line, "HTTP_PORT could not be opened");
      source.close();
    });

    await t.step("an expired one gives way to the own authority", async () => {
      const source = await bench.open();
      bench.start(source);
      bench.nowMs = Date.parse(new X509Certificate(first?.cert ?? "").validTo);
      assertEquals(await bench.nextPair(), bench.fallback);
      assert(source.isLocalAuthority);
      await bench.waitForLine("has expired");
      source.close();
    });
  },
});
