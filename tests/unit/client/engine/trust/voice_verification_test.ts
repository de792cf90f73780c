/** Two pages that make a code, also with someone in between. @module */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { DtlsFingerprints } from "../../../../../client/engine/trust/dtls_fingerprints.ts";
import {
  readDtlsFingerprints,
  readSdpFingerprint,
} from "../../../../../client/engine/trust/dtls_fingerprints.ts";
import type { VerificationsState } from "../../../../../client/engine/trust/verification_state.ts";
import {
  computeVoiceCode,
  digitsOf,
  pictureNumbersOf,
} from "../../../../../client/engine/trust/voice_code.ts";
import {
  CHECK_MS,
  MAX_CODES,
  MAX_TOTAL_CODES,
  VoiceVerification,
} from "../../../../../client/engine/trust/voice_verification.ts";
import { CODE_PICTURES } from "../../../../../client/strings/code_pictures.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";

interface Sent {
  readonly kind: string;
  readonly step?: string;
}

/** A page with one other member. */
class Page {
  readonly store = new Store<VerificationsState>({ verifications: {} });
  readonly sent: Sent[] = [];
  /** Members who have asked for a code. */
  readonly requests: string[] = [];
  readonly changed: string[] = [];
  readonly clock = new FakeClock();
  readonly verification: VoiceVerification;

  constructor(
    readonly id: string,
    readonly otherId: string,
    public fingerprints: DtlsFingerprints | null,
    /** Random bytes are the same in each run. */
    seed: number,
  ) {
    let state = seed;
    this.verification = new VoiceVerification({
      crypto: {
        subtle: crypto.subtle,
        getRandomValues: (bytes) =>
          bytes.forEach((_, i) => {
            state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
            bytes[i] = state >>> 24;
          }),
      },
      clock: this.clock,
      state: this.store,
      selfId: () => this.id,
      send: (_id, message) => {
        this.sent.push(message);
        return true;
      },
      readFingerprints: () => Promise.resolve(this.fingerprints),
      onRequest: (id) => this.requests.push(id),
      onChange: (id) => this.changed.push(id),
      onError: (error) => {
        throw error;
      },
    });
  }

  /** Lets the time pass after which certificates are compared. */
  async check(): Promise<void> {
    this.clock.advance(CHECK_MS);
    // Handled after what the clock has started.
    await this.verification.receive(this.otherId, {});
  }

  get code(): number | null | undefined {
    return this.store.get().verifications[this.otherId]?.code;
  }

  get isVerified(): boolean | undefined {
    return this.store.get().verifications[this.otherId]?.isVerified;
  }
}

function fingerprints(own: string, remote: string): DtlsFingerprints {
  return { own, remote, isFromDtls: true };
}

/** Passes messages between pages until there are none. */
async function deliver(one: Page, other: Page): Promise<void> {
  while (one.sent.length + other.sent.length > 0) {
    for (const message of one.sent.splice(0)) {
      await other.verification.receive(other.otherId, message);
    }
    for (const message of other.sent.splice(0)) {
      await one.verification.receive(one.otherId, message);
    }
  }
}

function makePair(seed = 1) {
  return {
    a: new Page("a", "b", fingerprints("cert a", "cert b"), seed),
    b: new Page("b", "a", fingerprints("cert b", "cert a"), seed + 1_000),
  };
}

for (const starter of ["a", "b", "both"]) {
  Deno.test(`Two pages show the same code when ${starter} asked for it`, async () => {
    const { a, b } = makePair();
    if (starter !== "b") await a.verification.start("b");
    if (starter !== "a") await b.verification.start("a");
    await deliver(a, b);
    assert(typeof a.code === "number");
    assertEquals(a.code, b.code);
    assertEquals(a.requests, starter === "b" ? ["b"] : []);
    assertEquals(b.requests, starter === "a" ? ["a"] : []);
    assertEquals([a.isVerified, b.isVerified], [false, false]);
    a.verification.confirm("b", true);
    assertEquals([a.isVerified, b.isVerified], [true, false]);
    a.verification.confirm("b", false);
    assertEquals(a.isVerified, false);
  });
}

Deno.test("With someone in between the two codes differ, in 100 of 100 calls", async () => {
  for (let run = 0; run < 100; run++) {
    // The attacker is "b" to a, and "a" to b.
    const a = new Page("a", "b", fingerprints("cert a", "cert m"), run);
    const toA = new Page("b", "a", fingerprints("cert m", "cert a"), run + 200);
    const toB = new Page("a", "b", fingerprints("cert m", "cert b"), run + 400);
    const b = new Page("b", "a", fingerprints("cert b", "cert m"), run + 600);
    await a.verification.start("b");
    await deliver(a, toA);
    await toB.verification.start("b");
    await deliver(toB, b);
    assert(typeof a.code === "number" && typeof b.code === "number");
    assertNotEquals(a.code, b.code);
  }
});

Deno.test("Someone in between who passes the messages on gets two codes that differ", async () => {
  for (let run = 0; run < 20; run++) {
    const a = new Page("a", "b", fingerprints("cert a", "cert m"), run);
    const b = new Page("b", "a", fingerprints("cert b", "cert m"), run + 600);
    await a.verification.start("b");
    await deliver(a, b);
    assert(typeof a.code === "number" && typeof b.code === "number");
    assertNotEquals(a.code, b.code);
  }
});

Deno.test("A page shows no code when what is revealed was not committed to", async () => {
  const { a, b } = makePair();
  await a.verification.start("b");
  await b.verification.receive("a", a.sent.pop());
  b.sent.pop();
  const nonce = "A".repeat(22);
  await b.verification.receive("a", { step: "reveal", nonce });
  assertEquals(b.code, null);
  // The exchange has ended: the right one is late.
  await a.verification.receive("b", { step: "nonce", nonce });
  await b.verification.receive("a", a.sent.pop());
  assertEquals(b.code, null);
});

Deno.test("A page reveals its number once, and only to a number", async () => {
  const { a } = makePair();
  await a.verification.start("b");
  a.sent.pop();
  for (const nonce of [undefined, 1, "", "A".repeat(21), "A".repeat(23)]) {
    await a.verification.receive("b", { step: "nonce", nonce });
  }
  for (const message of [null, 1, [], {}, { step: "commit", hash: "x" }]) {
    await a.verification.receive("b", message);
  }
  assertEquals(a.sent, []);
  await a.verification.receive("b", { step: "nonce", nonce: "A".repeat(22) });
  await a.verification.receive("b", { step: "nonce", nonce: "B".repeat(22) });
  assertEquals(a.sent.map(({ step }) => step), ["reveal"]);
});

Deno.test("A code stays when the other side asks for another one", async () => {
  const { a, b } = makePair();
  await a.verification.start("b");
  await deliver(a, b);
  const { code } = a;
  await b.verification.start("a");
  await deliver(a, b);
  const another = new Page("a", "b", fingerprints("cert a", "cert b"), 9);
  await another.verification.start("b");
  await deliver(another, b);
  assertEquals([a.code, b.code], [code, code]);
});

Deno.test("A verified member stays so on a new connection with the same certificate", async () => {
  const { a, b } = makePair();
  await a.verification.start("b");
  await deliver(a, b);
  a.verification.confirm("b", true);
  await a.verification.onChannelOpen("b");
  assertEquals(a.isVerified, true);
  assertEquals(a.changed, []);
});

Deno.test("Another certificate ends a verification, is said, and can be verified", async () => {
  const { a, b } = makePair();
  await a.verification.start("b");
  await deliver(a, b);
  a.verification.confirm("b", true);
  a.fingerprints = fingerprints("cert a", "cert of a reload");
  await a.verification.onChannelOpen("b");
  assertEquals(a.changed, ["b"]);
  assertEquals(a.isVerified, undefined);
  const reloaded = new Page(
    "b",
    "a",
    fingerprints("cert of a reload", "cert a"),
    7,
  );
  await reloaded.verification.start("a");
  await deliver(a, reloaded);
  assert(typeof a.code === "number");
  assertEquals(a.code, reloaded.code);
});

Deno.test("Another certificate is noticed although no data channel opens", async () => {
  const { a, b } = makePair();
  await a.verification.start("b");
  await deliver(a, b);
  a.verification.confirm("b", true);
  await a.check();
  await a.check();
  assertEquals(a.isVerified, true);
  // No connection: nothing arrives.
  a.fingerprints = null;
  await a.check();
  assertEquals(a.isVerified, true);
  // Media of someone else, on a connection without data channels.
  a.fingerprints = fingerprints("cert a", "cert m");
  await a.check();
  assertEquals(a.isVerified, undefined);
  assertEquals(a.changed, ["b"]);
  await a.check();
  assertEquals(a.changed, ["b"]);
});

Deno.test("A code that is being compared does not change without a word", async () => {
  const { a, b } = makePair();
  await a.verification.start("b");
  await deliver(a, b);
  a.fingerprints = fingerprints("cert a", "cert m");
  await a.verification.onChannelOpen("b");
  assertEquals(a.code, undefined);
  assertEquals(a.changed, ["b"]);
});

Deno.test("A connection whose parts have different certificates gets no code, and ends one", async () => {
  const { a, b } = makePair();
  await a.verification.start("b");
  await deliver(a, b);
  a.verification.confirm("b", true);
  a.fingerprints = fingerprints("cert a", "");
  await a.check();
  assertEquals(a.isVerified, undefined);
  a.sent.length = 0;
  await a.verification.start("b");
  assertEquals(a.sent, []);
});

Deno.test("The number of codes with all members is bounded, also with new ids", async () => {
  const { a } = makePair();
  for (let i = 0; i < MAX_TOTAL_CODES + 3; i++) {
    await a.verification.start(`b${i}`);
  }
  const commits = a.sent.filter(({ step }) => step === "commit");
  assertEquals(commits.length, MAX_TOTAL_CODES);
});

Deno.test("The number of codes with one member is bounded", async () => {
  const { a } = makePair();
  for (let i = 0; i < MAX_CODES + 3; i++) {
    a.fingerprints = fingerprints("cert a", `cert ${i}`);
    await a.verification.onChannelOpen("b");
    await a.verification.start("b");
    await a.verification.receive("b", { step: "nonce", nonce: "A".repeat(22) });
  }
  const commits = a.sent.filter(({ step }) => step === "commit");
  assertEquals(commits.length, MAX_CODES);
});

Deno.test("No code is made without a connection", async () => {
  const a = new Page("a", "b", null, 1);
  await a.verification.start("b");
  a.verification.confirm("b", true);
  assertEquals(a.sent, []);
  assertEquals(a.code, undefined);
});

Deno.test("computeVoiceCode() depends on each part, and its forms are those of 20 bits", async () => {
  const source = {
    committerFingerprint: "a",
    responderFingerprint: "b",
    committerNonce: "c",
    responderNonce: "d",
  };
  // Python: hashlib.sha256(json.dumps([...], separators=(",", ":")))
  assertEquals(await computeVoiceCode(crypto, source), VECTOR);
  for (const field of Object.keys(source)) {
    const changed = { ...source, [field]: "x" };
    assertNotEquals(await computeVoiceCode(crypto, changed), VECTOR);
  }
  assertEquals(pictureNumbersOf(0b00001_00010_11111_10000), [1, 2, 31, 16]);
  assertEquals(pictureNumbersOf(0xfffff), [31, 31, 31, 31]);
  assertEquals(digitsOf(0), "000 0000");
  assertEquals(digitsOf(0xfffff), "104 8575");
});

Deno.test("The pictures of a code are 32, and have names of their own", () => {
  assertEquals(CODE_PICTURES.length, 32);
  for (const key of ["emoji", "en", "ko"] as const) {
    assertEquals(new Set(CODE_PICTURES.map((it) => it[key])).size, 32);
  }
});

const VECTOR = 308929;
const HEX = "0123456789abcdef".repeat(4);
const LINE = `a=fingerprint:sha-256 ${
  HEX.toUpperCase().match(/../g)?.join(":")
}`;

Deno.test("readSdpFingerprint() takes the only fingerprint of a description", () => {
  assertEquals(readSdpFingerprint(`v=0\r\n${LINE}\r\n${LINE}\r\n`), HEX);
  const other = LINE.replace("01:", "02:");
  for (
    const sdp of [
      undefined,
      "",
      "v=0\r\n",
      `${LINE}\r\n${other}\r\n`,
      `${LINE}\r\n${other.replace("fingerprint", "Fingerprint")}\r\n`,
      LINE.replace("sha-256", "sha-1"),
      `${LINE}:00`,
    ]
  ) assertEquals(readSdpFingerprint(sdp), null);
});

Deno.test("readDtlsFingerprints() prefers the certificate of DTLS over the description", async () => {
  const certificate = new TextEncoder().encode("certificate").buffer;
  const hash = new Uint8Array(
    await crypto.subtle.digest("SHA-256", certificate),
  ).toHex();
  const description = { sdp: LINE };
  const received = { sdp: `a=fingerprint:sha-256 ${hash}` };
  const pc = {
    localDescription: description,
    remoteDescription: received,
    sctp: { transport: { getRemoteCertificates: () => [certificate] } },
  };
  assertEquals(await readDtlsFingerprints(pc, crypto.subtle), {
    own: HEX,
    remote: hash,
    isFromDtls: true,
  });
  // Sound and picture of someone else beside the true data channels.
  const split = {
    ...pc,
    remoteDescription: { sdp: `${received.sdp}\r\n${LINE}\r\n` },
  };
  const restarted = { ...pc, remoteDescription: description };
  for (const changed of [split, restarted]) {
    const found = await readDtlsFingerprints(changed, crypto.subtle);
    assertEquals(found?.remote, "");
  }
  const older = {
    ...pc,
    remoteDescription: description,
    sctp: { transport: {} },
  };
  assertEquals(await readDtlsFingerprints(older, crypto.subtle), {
    own: HEX,
    remote: HEX,
    isFromDtls: false,
  });
  const none = { ...older, remoteDescription: null };
  assertEquals(await readDtlsFingerprints(none, crypto.subtle), null);
});
