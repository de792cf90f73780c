import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createAuthority } from "../../../../server/certificate/authority.ts";
import { openCertificateFileSource } from "../../../../server/certificate/file_source.ts";
import { createLeaf } from "../../../../server/certificate/leaf.ts";
import type { CertificateSource } from "../../../../server/certificate/certificate_source.ts";
import type { PemPair } from "../../../../server/net/port_listener.ts";
import { createLog } from "../../../../server/log.ts";
import { StartupError } from "../../../../server/startup_error.ts";

const mayWrite =
  (await Deno.permissions.query({ name: "write" })).state === "granted";
const START_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

async function madeLeaf(): Promise<PemPair> {
  const authority = await createAuthority({
    hostName: "box",
    dns: ["localhost"],
    nowMs: START_MS,
  });
  const names = { dns: ["localhost"], ips: [] };
  return await createLeaf({ authority, names, nowMs: START_MS });
}

/** Two files in a temporary directory, a clock and a timer to turn by hand. */
class Files {
  nowMs = START_MS;
  readonly certPath: string;
  readonly keyPath: string;
  readonly #waiting: ((line: string) => void)[] = [];
  #tick: (() => void) | undefined;
  #writes = 0;

  constructor(path: string) {
    this.certPath = `${path}/cert.pem`;
    this.keyPath = `${path}/key.pem`;
  }

  async put(pair: Partial<PemPair>): Promise<void> {
    const { cert, key } = pair;
    if (cert !== undefined) await this.#write(this.certPath, cert);
    if (key !== undefined) await this.#write(this.keyPath, key);
  }

  /** Each write has a later mtime, whatever the file system's resolution. */
  async #write(path: string, text: string): Promise<void> {
    await Deno.writeTextFile(path, text);
    const at = new Date(START_MS + ++this.#writes * 1000);
    await Deno.utime(path, at, at);
  }

  open(): Promise<CertificateSource> {
    const { certPath, keyPath } = this;
    return openCertificateFileSource({
      certPath,
      keyPath,
      log: createLog({
        level: "info",
        format: "text",
        nowMs: () => 0,
        write: (line) => this.#waiting.shift()?.(line),
      }),
      nowMs: () => this.nowMs,
      schedule: (run) => {
        this.#tick = run;
        return () => (this.#tick = undefined);
      },
    });
  }

  /** Looks once and gives the next line of the log. */
  lineAfterTick(): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#tick?.();
    });
  }
}

function filesTest(name: string, body: (files: Files) => Promise<void>) {
  Deno.test({
    name,
    ignore: !mayWrite,
    fn: async () => {
      const path = await Deno.makeTempDir();
      try {
        await body(new Files(path));
      } finally {
        await Deno.remove(path, { recursive: true });
      }
    },
  });
}

async function refusal(files: Files): Promise<string> {
  const error = await assertRejects(() => files.open(), StartupError);
  assertEquals(error.reason, "certificate");
  return error.message;
}

filesTest("a given certificate is used as it is", async (files) => {
  const pair = await madeLeaf();
  await files.put(pair);
  const source = await files.open();
  assertEquals(source.currentPair(), pair);
  assertEquals(source.isLocalAuthority, false);
  assertEquals(source.authorityPem, undefined);
});

filesTest("each fault of the files is a sentence", async (files) => {
  const pair = await madeLeaf();
  assertStringIncludes(await refusal(files), `TLS_CERT is "${files.certPath}"`);
  await files.put({ cert: pair.cert });
  assertStringIncludes(await refusal(files), `TLS_KEY is "${files.keyPath}"`);
  await files.put({ key: "x" });
  assertStringIncludes(await refusal(files), "TLS_KEY contains no private key");
  await files.put({ key: (await madeLeaf()).key });
  assertStringIncludes(await refusal(files), "TLS_KEY is not the key");
  await files.put({ key: pair.key, cert: "x" });
  assertStringIncludes(
    await refusal(files),
    "TLS_CERT contains no certificate",
  );
});

filesTest(
  "a certificate is refused from the millisecond of its end on",
  async (files) => {
    await files.put(await madeLeaf());
    files.nowMs = START_MS + 90 * DAY_MS - 1;
    await files.open();
    files.nowMs += 1;
    assertStringIncludes(await refusal(files), "TLS_CERT expired at");
    files.nowMs = START_MS - 2 * DAY_MS;
    assertStringIncludes(await refusal(files), "TLS_CERT is not valid before");
  },
);

filesTest(
  "a changed pair is taken, a half changed one only when it is whole",
  async (files) => {
    const first = await madeLeaf();
    await files.put(first);
    const source = await files.open();
    const renewed: PemPair[] = [];
    source.start((pair) => renewed.push(pair));
    const second = await madeLeaf();
    await files.put({ cert: second.cert });
    assertStringIncludes(await files.lineAfterTick(), "the old one stays");
    assertEquals(source.currentPair(), first);
    await files.put({ key: second.key });
    assertStringIncludes(await files.lineAfterTick(), "Read a new certificate");
    assertEquals(source.currentPair(), second);
    await Deno.remove(files.keyPath);
    assertStringIncludes(await files.lineAfterTick(), "cannot be read");
    assertEquals(source.currentPair(), second);
    source.close();
    assertEquals(renewed, [second]);
  },
);

filesTest(
  "the end of a certificate in use is logged once a day, before and after it",
  async (files) => {
    await files.put(await madeLeaf());
    const source = await files.open();
    source.start(() => {});
    files.nowMs = START_MS + 82 * DAY_MS;
    assertStringIncludes(await files.lineAfterTick(), "TLS_CERT expires at");
    files.nowMs += DAY_MS / 2;
    await files.put(await madeLeaf());
    assertStringIncludes(await files.lineAfterTick(), "Read a new certificate");
    files.nowMs = START_MS + 90 * DAY_MS;
    // The check of the last line ends first.
    await new Promise((resolve) => setTimeout(resolve));
    assertStringIncludes(await files.lineAfterTick(), "TLS_CERT expired at");
    source.close();
  },
);
