/**
 * Makes a code with each member that a person wants to verify, and notices when
 * the certificate of a member with a code changes, on whatever connection, also
 * on one whose data channel never opens. Messages on the data channel,
 * all of `kind: "verify"`, with a `step`:
 *
 * - `request`: asks the member with the smaller id to begin.
 * - `commit` `{ hash }`: its commitment.
 * - `nonce` `{ nonce }`: the random number of the other side.
 * - `reveal` `{ nonce }`: what was committed to.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { SendChannelMessage } from "../peer/channel_multiplexer.ts";
import { asRecord } from "../json.ts";
import type { StateSlice } from "../store.ts";
import type { DtlsFingerprints } from "./dtls_fingerprints.ts";
import type { Verification, VerificationsState } from "./verification_state.ts";
import {
  type CodeCrypto,
  computeCommitment,
  computeVoiceCode,
  makeNonce,
} from "./voice_code.ts";

/** Dependencies of {@linkcode VoiceVerification}. */
export interface VoiceVerificationOptions {
  readonly crypto: CodeCrypto;
  readonly clock: Clock;
  readonly state: StateSlice<VerificationsState>;
  readonly selfId: () => string;
  readonly send: SendChannelMessage;
  readonly readFingerprints: (id: string) => Promise<DtlsFingerprints | null>;
  /** There is a code, for which the other member has asked. */
  readonly onRequest: (id: string) => void;
  /** A member with a code has another certificate. */
  readonly onChange: (id: string) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Codes that are made with one member: each is an attempt of someone in
 * between.
 */
export const MAX_CODES = 4;
/** Codes in all: a server can give a member a new id. */
export const MAX_TOTAL_CODES = 32;
/** Interval in which the certificates of members with a code are compared. */
export const CHECK_MS = 1_000;

const NONCE = /^[\w-]{22}$/;
const HASH = /^[\w-]{43}$/;

interface Exchange {
  readonly fingerprints: DtlsFingerprints;
  readonly ownNonce: string;
  /** Commitment of the other side; empty on the side that commits. */
  readonly hash: string;
}

interface VerifiedMember {
  codes: number;
  exchange: Exchange | null;
  /** Certificates that the present code is about. */
  codeFingerprints: DtlsFingerprints | null;
}

/** Verifications of one call. */
export class VoiceVerification {
  readonly #options: VoiceVerificationOptions;
  readonly #members = new Map<string, VerifiedMember>();
  /** Messages are handled one after the other. */
  #queue: Promise<void> = Promise.resolve();
  /** Members with whom our person has asked for a code. */
  readonly #requested = new Set<string>();
  #totalCodes = 0;
  #isWatching = false;

  constructor(options: VoiceVerificationOptions) {
    this.#options = options;
  }

  /** Makes a code with a member, unless there is one. */
  start(id: string): Promise<void> {
    return this.#enqueue(async () => {
      this.#requested.add(id);
      if (this.#isCommitter(id)) return await this.#commit(id);
      this.#send(id, "request");
    });
  }

  /** The person has compared the codes. */
  confirm(id: string, isSame: boolean): void {
    const { verifications } = this.#options.state.get();
    const verification = verifications[id];
    if (verification && verification.code !== null) {
      this.#update(id, { ...verification, isVerified: isSame });
    }
  }

  /** Handles a message of a member; its fields are unchecked. */
  receive(id: string, message: unknown): Promise<void> {
    return this.#enqueue(() => this.#handle(id, asRecord(message) ?? {}));
  }

  /** A member has a new connection. */
  onChannelOpen(id: string): Promise<void> {
    return this.#enqueue(async () => {
      const member = this.#members.get(id);
      if (!member) return;
      // Its messages went over the connection before.
      member.exchange = null;
      if (!member.codeFingerprints) return this.#update(id, null);
      await this.#check(id, member);
    });
  }

  /** Compares the certificates of all members with a code, from now on. */
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.#options.clock.after(CHECK_MS, () => {
      this.#isWatching = false;
      void this.#enqueue(async () => {
        for (const [id, member] of this.#members) await this.#check(id, member);
      });
    });
  }

  async #check(id: string, member: VerifiedMember): Promise<void> {
    const known = member.codeFingerprints;
    if (!known) return;
    this.#watch();
    const found = await this.#options.readFingerprints(id);
    // Null while there is no connection: nothing arrives then.
    if (!found || (found.remote === known.remote && found.own === known.own)) {
      return;
    }
    member.codeFingerprints = null;
    this.#update(id, null);
    this.#options.onChange(id);
  }

  #enqueue(step: () => Promise<void>): Promise<void> {
    return this.#queue = this.#queue.then(step).catch(this.#options.onError);
  }

  #isCommitter(id: string): boolean {
    return this.#options.selfId() < id;
  }

  async #handle(
    id: string,
    { step, hash, nonce }: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const isCommitter = this.#isCommitter(id);
    if (step === "request" && isCommitter) return await this.#commit(id);
    if (step === "commit" && !isCommitter && matches(HASH, hash)) {
      return await this.#answer(id, hash);
    }
    if (!matches(NONCE, nonce)) return;
    if (step === "nonce" && isCommitter) await this.#reveal(id, nonce);
    if (step === "reveal" && !isCommitter) await this.#finish(id, nonce);
  }

  async #commit(id: string): Promise<void> {
    const exchange = await this.#begin(id, "");
    if (!exchange) return;
    const { crypto } = this.#options;
    const hash = await computeCommitment(crypto, exchange.ownNonce);
    this.#send(id, "commit", { hash });
  }

  async #answer(id: string, hash: string): Promise<void> {
    const exchange = await this.#begin(id, hash);
    if (!exchange) return;
    const { ownNonce: nonce } = exchange;
    this.#send(id, "nonce", { nonce });
  }

  async #reveal(id: string, responderNonce: string): Promise<void> {
    const member = this.#members.get(id);
    const exchange = member?.exchange;
    if (!member || !exchange) return;
    member.exchange = null;
    const { ownNonce: nonce } = exchange;
    this.#send(id, "reveal", { nonce });
    const { own, remote } = exchange.fingerprints;
    await this.#setCode(id, member, exchange, {
      committerFingerprint: own,
      responderFingerprint: remote,
      committerNonce: nonce,
      responderNonce,
    });
  }

  async #finish(id: string, committerNonce: string): Promise<void> {
    const member = this.#members.get(id);
    const exchange = member?.exchange;
    if (!member || !exchange) return;
    member.exchange = null;
    const { crypto } = this.#options;
    const hash = await computeCommitment(crypto, committerNonce);
    if (hash !== exchange.hash) return;
    const { own, remote } = exchange.fingerprints;
    await this.#setCode(id, member, exchange, {
      committerFingerprint: remote,
      responderFingerprint: own,
      committerNonce,
      responderNonce: exchange.ownNonce,
    });
  }

  /** Begins an exchange; null when there is a code, or were too many. */
  async #begin(id: string, hash: string): Promise<Exchange | null> {
    const { crypto, readFingerprints } = this.#options;
    const member = this.#members.get(id) ??
      { codes: 0, exchange: null, codeFingerprints: null };
    // Both may have asked at once: one exchange at a time.
    const isCommitting = hash === "" && member.exchange !== null;
    if (isCommitting || member.codeFingerprints) return null;
    const isSpent = member.codes >= MAX_CODES ||
      this.#totalCodes >= MAX_TOTAL_CODES;
    if (isSpent) return null;
    const fingerprints = await readFingerprints(id);
    if (!fingerprints?.own || !fingerprints.remote) return null;
    member.codes++;
    this.#totalCodes++;
    this.#members.set(id, member);
    member.exchange = { fingerprints, hash, ownNonce: makeNonce(crypto) };
    const { isFromDtls } = fingerprints;
    this.#update(id, { code: null, isVerified: false, isFromDtls });
    return member.exchange;
  }

  async #setCode(
    id: string,
    member: VerifiedMember,
    { fingerprints }: Exchange,
    source: Parameters<typeof computeVoiceCode>[1],
  ): Promise<void> {
    const code = await computeVoiceCode(this.#options.crypto, source);
    member.codeFingerprints = fingerprints;
    this.#watch();
    const { isFromDtls } = fingerprints;
    this.#update(id, { code, isVerified: false, isFromDtls });
    if (!this.#requested.delete(id)) this.#options.onRequest(id);
  }

  #send(id: string, step: string, fields: object = {}): void {
    const message = { kind: "verify", step, ...fields };
    this.#options.send(id, message);
  }

  #update(id: string, verification: Verification | null): void {
    const { state } = this.#options;
    const { [id]: _, ...others } = state.get().verifications;
    state.set({
      verifications: verification ? { ...others, [id]: verification } : others,
    });
  }
}

function matches(pattern: RegExp, value: unknown): value is string {
  return typeof value === "string" && pattern.test(value);
}
