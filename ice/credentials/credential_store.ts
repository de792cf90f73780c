/**
 * Passwords and expiry of relay usernames, for time-limited and for static
 * credentials.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  isAnonymousUser,
  mayUseAnonymously,
  quotaUserOfAnonymous,
} from "./anonymous_user.ts";
import {
  derivePassword,
  parseSeatUser,
  type RelayCredentials,
} from "./turn_credential.ts";
import { computeUserhash } from "../stun/integrity.ts";

/** Credentials as the TURN server looks them up. */
export interface CredentialStore {
  /** Password of a well-formed username, expired or not; null for others. */
  passwordFor(username: string): string | null;
  /** Whether the username may no longer allocate, at a time in Unix milliseconds. */
  isExpired(username: string, unixMs: number): boolean;
  /** Username with that USERHASH; null when it is not known. */
  findUsername(userhash: Uint8Array): string | null;
  /** User for quotas; one per client address for a name without a user part. */
  quotaUserOf(username: string, hostname: string): string;
  /** Member id of the seat that the username was minted for; null without one. */
  memberIdOf(username: string): string | null;
  /** Whether the username is one of `/ice`, which names no seat. */
  isAnonymous(username: string): boolean;
  /** Whether a client at the address may allocate with the username. */
  mayAllocateFrom(username: string, hostname: string): boolean;
  /** Whether every username can be found by its hash. */
  readonly isUserhashOffered: boolean;
}

const MAX_USERNAMES = 65_536;

/** Time-limited credentials under a shared secret. */
export class SharedSecretCredentialStore implements CredentialStore {
  /** False: a username minted by another process is not known by its hash. */
  readonly isUserhashOffered = false;
  readonly #secret: string;
  readonly #realm: string;
  readonly #isAnonymousServed: boolean;
  readonly #usernameByHash = new Map<string, string>();

  /**
   * Creates a store; USERHASH includes the realm.
   *
   * @param isAnonymousServed Whether credentials of `/ice` may allocate.
   */
  constructor(secret: string, realm: string, isAnonymousServed = true) {
    this.#secret = secret;
    this.#realm = realm;
    this.#isAnonymousServed = isAnonymousServed;
  }

  /** Stores a minted username by its USERHASH; drops the oldest above the limit. */
  addUsername(username: string): void {
    const hash = Buffer.from(computeUserhash(username, this.#realm)).toString(
      "hex",
    );
    this.#usernameByHash.set(hash, username);
    for (const oldest of this.#usernameByHash.keys()) {
      if (this.#usernameByHash.size <= MAX_USERNAMES) break;
      this.#usernameByHash.delete(oldest);
    }
  }

  passwordFor(username: string): string | null {
    // At time zero nothing has expired: only Allocate checks the expiry.
    const found = derivePassword(this.#secret, username, 0);
    return "password" in found ? found.password : null;
  }

  isExpired(username: string, nowMs: number): boolean {
    return "refused" in derivePassword(this.#secret, username, nowMs);
  }

  findUsername(userhash: Uint8Array): string | null {
    return this.#usernameByHash.get(Buffer.from(userhash).toString("hex")) ??
      null;
  }

  quotaUserOf(username: string, hostname: string): string {
    const user = userPartOf(username);
    if (isAnonymousUser(user)) return quotaUserOfAnonymous(user, hostname);
    return user || `at ${hostname}`;
  }

  memberIdOf(username: string): string | null {
    return parseSeatUser(userPartOf(username));
  }

  isAnonymous(username: string): boolean {
    return isAnonymousUser(userPartOf(username));
  }

  mayAllocateFrom(username: string, hostname: string): boolean {
    const user = userPartOf(username);
    if (!isAnonymousUser(user)) return true;
    return this.#isAnonymousServed &&
      mayUseAnonymously(this.#secret, user, hostname);
  }
}

/** What follows the expiry; empty for a bare expiry. */
function userPartOf(username: string): string {
  const colon = username.indexOf(":");
  return colon < 0 ? "" : username.slice(colon + 1);
}

/** One username and password for all clients. */
export class StaticCredentialStore implements CredentialStore {
  readonly isUserhashOffered = true;
  readonly #username: string;
  readonly #password: string;
  readonly #userhash: string;

  /** Normalizes both to NFC. */
  constructor(username: string, password: string, realm: string) {
    this.#username = username.normalize("NFC");
    this.#password = password.normalize("NFC");
    this.#userhash = Buffer.from(computeUserhash(this.#username, realm))
      .toString("hex");
  }

  passwordFor(username: string): string | null {
    return username === this.#username ? this.#password : null;
  }

  isExpired(): boolean {
    return false;
  }

  findUsername(userhash: Uint8Array): string | null {
    return Buffer.from(userhash).toString("hex") === this.#userhash
      ? this.#username
      : null;
  }

  quotaUserOf(username: string, hostname: string): string {
    return `${username} at ${hostname}`;
  }

  memberIdOf(): null {
    return null;
  }

  isAnonymous(): boolean {
    return false;
  }

  mayAllocateFrom(): boolean {
    return true;
  }
}

/** A store with one more user while the server tests itself. */
export class WithTestUser implements CredentialStore {
  readonly #store: CredentialStore;
  #testUser: { readonly username: string; readonly password: string } | null =
    null;

  /** Wraps a store. */
  constructor(store: CredentialStore) {
    this.#store = store;
  }

  get isUserhashOffered(): boolean {
    return this.#store.isUserhashOffered;
  }

  /** Sets or, with null, removes the test user. */
  setTestUser(
    test: { readonly username: string; readonly password: string } | null,
  ): void {
    this.#testUser = test;
  }

  passwordFor(username: string): string | null {
    return this.#isTestUser(username)
      ? this.#testUser?.password ?? null
      : this.#store.passwordFor(username);
  }

  isExpired(username: string, nowMs: number): boolean {
    return !this.#isTestUser(username) &&
      this.#store.isExpired(username, nowMs);
  }

  findUsername(userhash: Uint8Array): string | null {
    return this.#store.findUsername(userhash);
  }

  quotaUserOf(username: string, hostname: string): string {
    return this.#isTestUser(username)
      ? username
      : this.#store.quotaUserOf(username, hostname);
  }

  memberIdOf(username: string): string | null {
    return this.#isTestUser(username)
      ? parseSeatUser(username)
      : this.#store.memberIdOf(username);
  }

  isAnonymous(username: string): boolean {
    return !this.#isTestUser(username) && this.#store.isAnonymous(username);
  }

  mayAllocateFrom(username: string, hostname: string): boolean {
    return this.#isTestUser(username) ||
      this.#store.mayAllocateFrom(username, hostname);
  }

  #isTestUser(username: string): boolean {
    return this.#testUser?.username === username;
  }
}

/** Creates the store for the credentials that browsers get. */
export function createCredentialStore(
  credentials: RelayCredentials,
  realm: string,
  isAnonymousServed = true,
): SharedSecretCredentialStore | StaticCredentialStore {
  return credentials.kind === "secret"
    ? new SharedSecretCredentialStore(
      credentials.secret,
      realm,
      isAnonymousServed,
    )
    : new StaticCredentialStore(
      credentials.username,
      credentials.credential,
      realm,
    );
}
