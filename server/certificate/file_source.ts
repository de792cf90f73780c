/**
 * The certificate in two files (`TLS_CERT`, `TLS_KEY`), read again when one of
 * them changes, as certbot does it.
 *
 * @module
 */
import type { Scheduler } from "../scheduler.ts";
import type { Log } from "../log.ts";
import { StartupError } from "../startup_error.ts";
import { findExpiryWarning, findPemPairProblem } from "./pem_pair_problem.ts";
import { PollingTask } from "./polling_task.ts";
import type { PemPair } from "../net/port_listener.ts";
import type { CertificateSource } from "./certificate_source.ts";

/** Files, log and time of the source. */
export interface CertificateFileSourceOptions {
  /** Path of `TLS_CERT`. */
  readonly certPath: string;
  /** Path of `TLS_KEY`. */
  readonly keyPath: string;
  /** Log of changes. */
  readonly log: Log;
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: () => number;
  /** Timer of the checks. */
  readonly schedule: Scheduler;
  /** Milliseconds between checks of the files. @default {10000} */
  readonly checkIntervalMs?: number;
}

const WARNING_INTERVAL_MS = 86_400_000;

/**
 * Reads and checks the files.
 *
 * @throws {StartupError} With reason `certificate` and a sentence.
 */
export async function openCertificateFileSource(
  options: CertificateFileSourceOptions,
): Promise<CertificateSource> {
  const version = await readFileVersion(options);
  return new CertificateFileSource(options, await readPair(options), version);
}

async function readPair(
  options: CertificateFileSourceOptions,
): Promise<PemPair> {
  const pair = {
    cert: await readFile("TLS_CERT", options.certPath),
    key: await readFile("TLS_KEY", options.keyPath),
  };
  const problem = findPemPairProblem(pair, options.nowMs());
  if (problem !== null) throw new StartupError("certificate", problem);
  return pair;
}

async function readFile(name: string, path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw unreadableFileError(name, path, error);
  }
}

function unreadableFileError(
  name: string,
  path: string,
  cause: unknown,
): StartupError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StartupError(
    "certificate",
    `${name} is "${path}", which cannot be read: ${reason}`,
    { cause },
  );
}

/** A text that changes when one of the files is written or replaced. */
async function readFileVersion(
  options: CertificateFileSourceOptions,
): Promise<string> {
  const parts: string[] = [];
  for (const path of [options.certPath, options.keyPath]) {
    try {
      const { mtime, size, ino } = await Deno.stat(path);
      parts.push(`${mtime?.getTime()} ${size} ${ino}`);
    } catch {
      parts.push("missing");
    }
  }
  return parts.join();
}

class CertificateFileSource implements CertificateSource {
  readonly isLocalAuthority = false;
  readonly authorityPem = undefined;
  readonly #options: CertificateFileSourceOptions;
  #pair: PemPair;
  #fileVersion: string;
  readonly #pollingTask = new PollingTask();
  #warnedAtMs = -Infinity;

  constructor(
    options: CertificateFileSourceOptions,
    pair: PemPair,
    fileVersion: string,
  ) {
    this.#options = options;
    this.#pair = pair;
    this.#fileVersion = fileVersion;
  }

  currentPair(): PemPair {
    return this.#pair;
  }

  start(onRenewed: (pair: PemPair) => void): void {
    const { schedule, checkIntervalMs = 10_000 } = this.#options;
    this.#warnOfExpiry();
    this.#pollingTask.start(
      schedule,
      checkIntervalMs,
      () => this.#check(onRenewed),
    );
  }

  close(): void {
    this.#pollingTask.close();
  }

  /** At most once a day. */
  #warnOfExpiry(): void {
    const nowMs = this.#options.nowMs();
    // A clock that was set back does not silence it for longer.
    if (Math.abs(nowMs - this.#warnedAtMs) < WARNING_INTERVAL_MS) return;
    const warning = findExpiryWarning(this.#pair, nowMs);
    if (warning === null) return;
    this.#warnedAtMs = nowMs;
    this.#options.log.warn(warning);
  }

  /** A half replaced pair fails here and is read again at the next change. */
  async #check(onRenewed: (pair: PemPair) => void): Promise<void> {
    const { log } = this.#options;
    try {
      const fileVersion = await readFileVersion(this.#options);
      if (fileVersion === this.#fileVersion) return;
      this.#fileVersion = fileVersion;
      const pair = await readPair(this.#options);
      if (
        pair.cert === this.#pair.cert && pair.key === this.#pair.key
      ) return;
      this.#pair = pair;
      log.info("Read a new certificate from TLS_CERT and TLS_KEY");
      if (this.#pollingTask.isStarted) onRenewed(pair);
    } catch (error) {
      const reason = error instanceof StartupError
        ? error.message
        : String(error);
      log.warn(
        `Cannot use the new certificate, the old one stays in use: ${reason}`,
      );
    } finally {
      this.#warnOfExpiry();
    }
  }
}
