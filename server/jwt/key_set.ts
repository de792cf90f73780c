/**
 * A JSON Web Key Set (RFC 7517) at an address: fetched when it is needed, and
 * again when it is old or lacks a key. While its server fails, the last set
 * that was read stays in use.
 *
 * @module
 */
import { createLocalJWKSet, type JWK, jwtVerify } from "jose";
import * as v from "valibot";

/** What a token must fulfil, in the terms of npm `jose`. */
export interface TokenChecks {
  /** Accepted algorithms (RFC 7518 section 3.1). */
  readonly algorithms: string[];
  /** Seconds by which the clocks may differ. */
  readonly clockTolerance: number;
  /** Now. */
  readonly currentDate: Date;
  /** The `iss` that it must have. */
  readonly issuer?: string;
  /** The `aud` that it must have or contain. */
  readonly audience?: string;
}

/** The keys of a set. */
export class KeySet {
  readonly #findKey: ReturnType<typeof createLocalJWKSet>;

  /** Takes keys in the form of RFC 7517. */
  constructor(keys: readonly JWK[]) {
    this.#findKey = createLocalJWKSet({ keys: [...keys] });
  }

  /** The claims of a token. @throws {Error} As npm `jose` does. */
  async verify(token: string, checks: TokenChecks): Promise<unknown> {
    return (await jwtVerify(token, this.#findKey, checks)).payload;
  }
}

/** Time after which a set is fetched again. */
export const KEY_SET_AGE_MS = 10 * 60_000;
/** Shortest time between two fetches. */
export const FETCH_INTERVAL_MS = 30_000;
/** Largest set, in bytes. */
export const MAX_KEY_SET_BYTES = 256 * 1024;
const MAX_KEYS = 100;

const KEY_SET = v.object({
  keys: v.pipe(
    v.array(v.looseObject({ kty: v.string() })),
    v.maxLength(MAX_KEYS),
  ),
});

/** Reads a set: its keys for ES256. @throws {TypeError} When it has none. */
export function parseKeySet(text: string): KeySet {
  const { keys } = v.parse(KEY_SET, JSON.parse(text));
  const usable = keys.filter(({ kty, crv }) => kty === "EC" && crv === "P-256");
  if (usable.length === 0) throw new TypeError("It has no key of P-256");
  return new KeySet(usable);
}

/** Parts of a {@linkcode RemoteKeySet}. */
export interface RemoteKeySetOptions {
  /** Fetches the text of the set, at most {@linkcode MAX_KEY_SET_BYTES}. */
  readonly fetchText: () => Promise<string>;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  /** Called when a fetch fails after one that succeeded, or at first. */
  readonly onFailure: (error: unknown) => void;
}

/** The set of one address. */
export class RemoteKeySet {
  readonly #options: RemoteKeySetOptions;
  #keys: KeySet | null = null;
  #triedAtMs = -Infinity;
  #fetchedAtMs = -Infinity;
  #hasFailed = false;
  #pending: Promise<void> | null = null;

  /** Fetches nothing yet. */
  constructor(options: RemoteKeySetOptions) {
    this.#options = options;
  }

  /**
   * The set, or null while none could be read.
   *
   * @param isKeyMissing Whether the last one lacks a key: another may have it.
   */
  async get(isKeyMissing = false): Promise<KeySet | null> {
    const nowMs = this.#options.nowMs();
    const isOld = nowMs - this.#fetchedAtMs >= KEY_SET_AGE_MS;
    if (isOld || isKeyMissing) {
      const fetched = this.#fetch(nowMs);
      // An old set is good until the next one is there.
      if (this.#keys === null || isKeyMissing) await fetched;
    }
    return this.#keys;
  }

  #fetch(nowMs: number): Promise<void> {
    if (this.#pending !== null) return this.#pending;
    if (nowMs - this.#triedAtMs < FETCH_INTERVAL_MS) return Promise.resolve();
    this.#triedAtMs = nowMs;
    this.#pending = this.#read(nowMs).finally(() => this.#pending = null);
    return this.#pending;
  }

  async #read(nowMs: number): Promise<void> {
    try {
      this.#keys = parseKeySet(await this.#options.fetchText());
      this.#fetchedAtMs = nowMs;
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) this.#options.onFailure(error);
      this.#hasFailed = true;
    }
  }
}
