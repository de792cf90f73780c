/**
 * A certificate source with an authority of its own (`TLS=auto`).
 *
 * @module
 */
import type { DataDir } from "../data_dir.ts";
import type { Every } from "../scheduler.ts";
import type { Log } from "../log.ts";
import type { NameSources } from "./certificate_names.ts";
import { RepeatedCheck } from "./polling_task.ts";
import type { CertificateSource, PemPair } from "./certificate_source.ts";
import {
  type CertificatePairs,
  loadOrMake,
  renew,
  type StoreInput,
} from "./certificate_store.ts";

/** What the source needs from the world. */
export interface OwnCertificateOptions {
  readonly dataDir: DataDir;
  readonly log: Log;
  /** Asked again at each check, so that changed addresses are seen. */
  readonly sources: () => NameSources;
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: () => number;
  readonly every: Every;
  /** Milliseconds between checks. @default {60000} */
  readonly checkEveryMs?: number;
}

/** Loads or makes authority and leaf. */
export async function openOwnCertificate(
  options: OwnCertificateOptions,
): Promise<CertificateSource> {
  return new OwnCertificate(
    options,
    await loadOrMake(options, inputOf(options)),
  );
}

function inputOf(options: OwnCertificateOptions): StoreInput {
  return { sources: options.sources(), nowMs: options.nowMs() };
}

class OwnCertificate implements CertificateSource {
  readonly isLocalAuthority = true;
  readonly #options: OwnCertificateOptions;
  #pairs: CertificatePairs;
  readonly #checks = new RepeatedCheck();

  constructor(options: OwnCertificateOptions, pairs: CertificatePairs) {
    this.#options = options;
    this.#pairs = pairs;
  }

  get authorityPem(): string {
    return this.#pairs.authority.certPem;
  }

  current(): PemPair {
    return this.#pairs.leaf;
  }

  start(onRenewed: (pair: PemPair) => void): void {
    const { every, checkEveryMs = 60_000 } = this.#options;
    this.#checks.start(every, checkEveryMs, () => this.#check(onRenewed));
  }

  close(): void {
    this.#checks.close();
  }

  async #check(onRenewed: (pair: PemPair) => void): Promise<void> {
    try {
      const before = this.#pairs.leaf;
      this.#pairs = await renew(
        this.#options,
        inputOf(this.#options),
        this.#pairs,
      );
      const { isStarted } = this.#checks;
      if (this.#pairs.leaf !== before && isStarted) onRenewed(this.#pairs.leaf);
    } catch (error) {
      this.#options.log.error("Cannot renew the certificate", { error });
    }
  }
}
