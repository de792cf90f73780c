/**
 * Who may use the relay: names, passwords and expiry, of time-limited and of
 * static credentials alike.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  derivePassword,
  parseSeatUser,
  type RelayCredentials,
} from "./turn_credential.ts";
import { computeUserhash } from "../stun/integrity.ts";

/** What the TURN server asks about a name. */
export interface CredentialStore {
  /** Password of a name whose shape is right, expired or not; null of others. */
  passwordFor(username: string): string | null;
  /** Whether the name may allocate no longer. */
  isExpired(username: string, nowMs: number): boolean;
  /** The name behind a USERHASH, when this server knows it. */
  findUsername(userhash: Uint8Array): string | null;
  /** What quotas go by; the client's literal tells static users apart. */
  quotaUserOf(username: string, hostname: string): string;
  /** The seat that the name was made for; null when it names none. */
  memberIdOf(username: string): string | null;
  /** Whether every name can be found by its hash. */
  readonly isUserhashOffered: boolean;
}

const MAX_USERNAMES = 65_536;

/** Time-limited credentials under a shared secret. */
export class SharedSecretCredentialStore implements CredentialStore {
  /** False: a name minted elsewhere could not be found by its hash. */
  readonly isUserhashOffered = false;
  readonly #secret: string;
  readonly #realm: string;
  readonly #usernameByHash = new Map<string, string>();

  constructor(secret: string, realm: string) {
    this.#secret = secret;
    this.#realm = realm;
  }

  /** Makes a minted name known by its USERHASH; the oldest are forgotten. */
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
    // At time zero no name has expired: expiry is asked for at Allocate only.
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

  quotaUserOf(username: string): string {
    return username.slice(username.indexOf(":") + 1);
  }

  memberIdOf(username: string): string | null {
    return parseSeatUser(this.quotaUserOf(username));
  }
}

/** One name and password for everyone. */
export class StaticCredentialStore implements CredentialStore {
  readonly isUserhashOffered = true;
  readonly #username: string;
  readonly #password: string;
  readonly #userhash: string;

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
}

/** Another directory, and beside it one user for as long as a test runs. */
export class WithTestUser implements CredentialStore {
  readonly #store: CredentialStore;
  #testUser: { readonly username: string; readonly password: string } | null =
    null;

  constructor(directory: CredentialStore) {
    this.#store = directory;
  }

  get isUserhashOffered(): boolean {
    return this.#store.isUserhashOffered;
  }

  /** Lets a user in until it is called with null. */
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

  #isTestUser(username: string): boolean {
    return this.#testUser?.username === username;
  }
}

/** The directory that goes with the credentials that are handed out. */
export function createCredentialStore(
  credentials: RelayCredentials,
  realm: string,
): SharedSecretCredentialStore | StaticCredentialStore {
  return credentials.kind === "secret"
    ? new SharedSecretCredentialStore(credentials.secret, realm)
    : new StaticCredentialStore(
      credentials.username,
      credentials.credential,
      realm,
    );
}
