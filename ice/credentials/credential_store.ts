/**
 * Who may use the relay: names, passwords and expiry, of time-limited and of
 * static credentials alike.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { passwordForUsername, seatOfUser } from "./turn_credential.ts";
import type { RelayCredentials } from "../ice_servers.ts";
import { userhashOf } from "../stun/integrity.ts";

/** What the TURN server asks about a name. */
export interface UserDirectory {
  /** Password of a name whose shape is right, expired or not; null of others. */
  passwordFor(username: string): string | null;
  /** Whether the name may allocate no longer. */
  isExpired(username: string, nowMs: number): boolean;
  /** The name behind a USERHASH, when this server knows it. */
  usernameOf(userhash: Uint8Array): string | null;
  /** What quotas go by; the client's literal tells static users apart. */
  userOf(username: string, hostname: string): string;
  /** The seat that the name was made for; null when it names none. */
  seatOf(username: string): string | null;
  /** Whether every name can be found by its hash. */
  readonly isUserhashOffered: boolean;
}

const MAX_REMEMBERED = 65_536;

/** Time-limited credentials under a shared secret. */
export class SecretDirectory implements UserDirectory {
  /** False: a name minted elsewhere could not be found by its hash. */
  readonly isUserhashOffered = false;
  readonly #secret: string;
  readonly #realm: string;
  readonly #names = new Map<string, string>();

  constructor(secret: string, realm: string) {
    this.#secret = secret;
    this.#realm = realm;
  }

  /** Makes a minted name known by its USERHASH; the oldest are forgotten. */
  remember(username: string): void {
    const hash = Buffer.from(userhashOf(username, this.#realm)).toString("hex");
    this.#names.set(hash, username);
    for (const oldest of this.#names.keys()) {
      if (this.#names.size <= MAX_REMEMBERED) break;
      this.#names.delete(oldest);
    }
  }

  passwordFor(username: string): string | null {
    // At time zero no name has expired: expiry is asked for at Allocate only.
    const found = passwordForUsername(this.#secret, username, 0);
    return "password" in found ? found.password : null;
  }

  isExpired(username: string, nowMs: number): boolean {
    return "refused" in passwordForUsername(this.#secret, username, nowMs);
  }

  usernameOf(userhash: Uint8Array): string | null {
    return this.#names.get(Buffer.from(userhash).toString("hex")) ?? null;
  }

  userOf(username: string): string {
    return username.slice(username.indexOf(":") + 1);
  }

  seatOf(username: string): string | null {
    return seatOfUser(this.userOf(username));
  }
}

/** One name and password for everyone. */
export class StaticDirectory implements UserDirectory {
  readonly isUserhashOffered = true;
  readonly #username: string;
  readonly #password: string;
  readonly #hash: string;

  constructor(username: string, password: string, realm: string) {
    this.#username = username.normalize("NFC");
    this.#password = password.normalize("NFC");
    this.#hash = Buffer.from(userhashOf(this.#username, realm)).toString("hex");
  }

  passwordFor(username: string): string | null {
    return username === this.#username ? this.#password : null;
  }

  isExpired(): boolean {
    return false;
  }

  usernameOf(userhash: Uint8Array): string | null {
    return Buffer.from(userhash).toString("hex") === this.#hash
      ? this.#username
      : null;
  }

  userOf(username: string, hostname: string): string {
    return `${username} at ${hostname}`;
  }

  seatOf(): null {
    return null;
  }
}

/** Another directory, and beside it one user for as long as a test runs. */
export class TestableDirectory implements UserDirectory {
  readonly #directory: UserDirectory;
  #test: { readonly username: string; readonly password: string } | null = null;

  constructor(directory: UserDirectory) {
    this.#directory = directory;
  }

  get isUserhashOffered(): boolean {
    return this.#directory.isUserhashOffered;
  }

  /** Lets a user in until it is called with null. */
  admit(
    test: { readonly username: string; readonly password: string } | null,
  ): void {
    this.#test = test;
  }

  passwordFor(username: string): string | null {
    return this.#isTest(username)
      ? this.#test?.password ?? null
      : this.#directory.passwordFor(username);
  }

  isExpired(username: string, nowMs: number): boolean {
    return !this.#isTest(username) &&
      this.#directory.isExpired(username, nowMs);
  }

  usernameOf(userhash: Uint8Array): string | null {
    return this.#directory.usernameOf(userhash);
  }

  userOf(username: string, hostname: string): string {
    return this.#isTest(username)
      ? username
      : this.#directory.userOf(username, hostname);
  }

  seatOf(username: string): string | null {
    return this.#isTest(username)
      ? seatOfUser(username)
      : this.#directory.seatOf(username);
  }

  #isTest(username: string): boolean {
    return this.#test?.username === username;
  }
}

/** The directory that goes with the credentials that are handed out. */
export function directoryFor(
  credentials: RelayCredentials,
  realm: string,
): SecretDirectory | StaticDirectory {
  return credentials.kind === "secret"
    ? new SecretDirectory(credentials.secret, realm)
    : new StaticDirectory(
      credentials.username,
      credentials.credential,
      realm,
    );
}
