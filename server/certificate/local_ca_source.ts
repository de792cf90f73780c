/**
 * The certificate of the local authority (`TLS=auto`).
 *
 * @module
 */
import type { DataDir } from "../data_dir.ts";
import type { Scheduler } from "../scheduler.ts";
import type { Log } from "../log.ts";
import type { CertificateNameSources } from "./certificate_names.ts";
import { PollingTask } from "./polling_task.ts";
import type { PemPair } from "../net/port_listener.ts";
import type { CertificateSource } from "./certificate_source.ts";
import {
  type CertificatePairs,
  loadOrCreateCertificates,
  type RenewalInput,
  renewCertificates,
} from "./certificate_store.ts";

/** Directory, log, names and time of the source. */
export interface LocalCaSourceOptions {
  /** Directory of authority and leaf. */
  readonly dataDir: DataDir;
  /** Log of changes. */
  readonly log: Log;
  /** Reads the names; called at each check, because addresses change. */
  readonly readNameSources: () => CertificateNameSources;
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: () => number;
  /** Timer of the checks. */
  readonly schedule: Scheduler;
  /** Milliseconds between checks. @default {60000} */
  readonly checkIntervalMs?: number;
}

/** Loads or creates authority and leaf. */
export async function openLocalCaSource(
  options: LocalCaSourceOptions,
): Promise<CertificateSource> {
  return new LocalCaSource(
    options,
    await loadOrCreateCertificates(options, renewalInputOf(options)),
  );
}

function renewalInputOf(options: LocalCaSourceOptions): RenewalInput {
  return { nameSources: options.readNameSources(), nowMs: options.nowMs() };
}

class LocalCaSource implements CertificateSource {
  readonly isLocalAuthority = true;
  readonly #options: LocalCaSourceOptions;
  #pairs: CertificatePairs;
  readonly #pollingTask = new PollingTask();

  constructor(options: LocalCaSourceOptions, pairs: CertificatePairs) {
    this.#options = options;
    this.#pairs = pairs;
  }

  get authorityPem(): string {
    return this.#pairs.authority.cert;
  }

  currentPair(): PemPair {
    return this.#pairs.leaf;
  }

  start(onRenewed: (pair: PemPair) => void): void {
    const { schedule, checkIntervalMs = 60_000 } = this.#options;
    this.#pollingTask.start(
      schedule,
      checkIntervalMs,
      () => this.#check(onRenewed),
    );
  }

  close(): void {
    this.#pollingTask.close();
  }

  async #check(onRenewed: (pair: PemPair) => void): Promise<void> {
    try {
      const before = this.#pairs.leaf;
      this.#pairs = await renewCertificates(
        this.#options,
        renewalInputOf(this.#options),
        this.#pairs,
      );
      const { isStarted } = this.#pollingTask;
      if (this.#pairs.leaf !== before && isStarted) onRenewed(this.#pairs.leaf);
    } catch (error) {
      this.#options.log.error(
        "Cannot renew the certificate: the old one stays in use",
        { error },
      );
    }
  }
}
