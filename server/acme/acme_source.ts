/**
 * The certificate of an ACME directory (`ACME_DOMAIN`), with the server's own
 * authority until there is one.
 *
 * @module
 */
import type { CertificateSource } from "../certificate/certificate_source.ts";
import { PollingTask } from "../certificate/polling_task.ts";
import type { DataDir } from "../data_dir.ts";
import type { Log } from "../log.ts";
import type { PemPair } from "../net/port_listener.ts";
import type { Scheduler } from "../scheduler.ts";
import { waitAbortably } from "./abortable_wait.ts";
import { loadOrCreateAccountKey } from "./account_file.ts";
import type { AccountKey } from "./account_key.ts";
import { AcmeClient } from "./acme_client.ts";
import {
  AcmePortError,
  AcmeProblemError,
  AcmeProtocolError,
  describeAcmeFailure,
} from "./acme_error.ts";
import { AttemptSchedule } from "./attempt_schedule.ts";
import type { HttpChallenges } from "./http_challenges.ts";
import { issueCertificate } from "./issue_certificate.ts";
import {
  type CertificateOrder,
  endOf,
  isDue,
  isKeyOfCertificate,
  type IssuedCertificate,
  isUsable,
  loadIssuedCertificate,
  saveIssuedCertificate,
} from "./issued_certificate.ts";
import { RenewalInfo } from "./renewal_info.ts";

/** Settings and effects of the source. */
export interface AcmeSourceOptions extends CertificateOrder {
  /** `ACME_EMAIL`. */
  readonly email: string | undefined;
  /** Directory of account key and certificate. */
  readonly dataDir: DataDir;
  /** Log of certificates and failures. */
  readonly log: Log;
  /** Source of the certificate in use until the directory has given one. */
  readonly fallback: CertificateSource;
  /** What answers the challenges. */
  readonly challenges: HttpChallenges;
  /** Whether the http port, which serves the answers, is open. */
  readonly isHttpPortOpen: () => boolean;
  /** The `fetch` of the runtime. */
  readonly fetch: typeof fetch;
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicMs: () => number;
  /** Random number from 0 to below 1. */
  readonly random: () => number;
  /** Timer of the checks. */
  readonly schedule: Scheduler;
  /** Milliseconds between checks. @default {60000} */
  readonly checkIntervalMs?: number;
}

/** Loads the last certificate; start() requests one when it is due. */
export async function openAcmeSource(
  options: AcmeSourceOptions,
): Promise<CertificateSource> {
  return new AcmeSource(options, await loadIssuedCertificate(options.dataDir));
}

class AcmeSource implements CertificateSource {
  readonly #options: AcmeSourceOptions;
  readonly #pollingTask = new PollingTask();
  readonly #attempts = new AttemptSchedule();
  readonly #abort = new AbortController();
  readonly #renewalInfo: RenewalInfo;
  #issued: IssuedCertificate | null;
  /** Whether the certificate in use is that of the fallback. */
  #usesFallback: boolean;
  #onRenewed: (pair: PemPair) => void = () => {};

  constructor(options: AcmeSourceOptions, issued: IssuedCertificate | null) {
    this.#options = options;
    this.#issued = issued;
    this.#usesFallback = this.#usableCertificate() === null;
    this.#renewalInfo = new RenewalInfo({
      ask: async (id) => {
        const key = await loadOrCreateAccountKey(options.dataDir);
        return await this.#createClient(key).readRenewalWindow(id);
      },
      random: options.random,
    });
  }

  get authorityPem(): string | undefined {
    return this.#usesFallback ? this.#options.fallback.authorityPem : undefined;
  }

  get isLocalAuthority(): boolean {
    return this.#usesFallback && this.#options.fallback.isLocalAuthority;
  }

  currentPair(): PemPair {
    return this.#usesFallback || this.#issued === null
      ? this.#options.fallback.currentPair()
      : this.#issued.pair;
  }

  start(onRenewed: (pair: PemPair) => void): void {
    const { fallback, schedule, checkIntervalMs = 60_000, log } = this.#options;
    this.#onRenewed = onRenewed;
    fallback.start((pair) => {
      if (this.#usesFallback) onRenewed(pair);
    });
    if (this.#usesFallback) {
      log.warn(
        `No certificate for ${this.#names()} yet: browsers warn of the one of the own authority until the directory has given one`,
      );
    }
    const check = (): Promise<void> => this.#check();
    this.#pollingTask.start(schedule, checkIntervalMs, check);
    this.#pollingTask.runNow(check);
  }

  close(): void {
    this.#abort.abort();
    this.#pollingTask.close();
    this.#options.fallback.close();
  }

  async #check(): Promise<void> {
    const { monotonicMs } = this.#options;
    this.#endExpired();
    if (!this.#attempts.isOpen(monotonicMs())) return;
    if (!await this.#isNeeded()) return;
    try {
      const issued = await this.#request();
      this.#attempts.succeeded(monotonicMs());
      await this.#store(issued);
      this.#use(issued);
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#reportFailure(error);
    }
  }

  /** Whether another certificate is due, by its own data or the directory's wish. */
  async #isNeeded(): Promise<boolean> {
    const { nowMs, monotonicMs, log } = this.#options;
    const unixMs = nowMs();
    if (this.#issued === null) return true;
    if (isDue(this.#issued, this.#options, unixMs)) return true;
    try {
      return await this.#renewalInfo.isRenewalWanted(this.#issued.pair.cert, {
        unixMs,
        monotonicMs: monotonicMs(),
      });
    } catch (error) {
      log.debug("The directory does not say when to renew", { error });
      return false;
    }
  }

  #createClient(key: AccountKey): AcmeClient {
    return new AcmeClient({
      ...this.#options,
      directoryUrl: this.#options.directory,
      key,
      signal: this.#abort.signal,
    });
  }

  /** Gets a certificate and checks what a wrong answer or clock would break. */
  async #request(): Promise<IssuedCertificate> {
    const { directory, nowMs, isHttpPortOpen, dataDir } = this.#options;
    if (!isHttpPortOpen()) throw new AcmePortError();
    const key = await loadOrCreateAccountKey(dataDir);
    const pair = await issueCertificate({
      ...this.#options,
      key,
      client: this.#createClient(key),
      wait: (ms) => waitAbortably(ms, this.#abort.signal),
    });
    const issued = { pair, directory };
    if (!isKeyOfCertificate(pair)) {
      throw new AcmeProtocolError("The directory gave another certificate");
    }
    if (!isUsable(issued, this.#options, nowMs())) {
      throw new AcmeProtocolError(
        `The certificate until ${
          endOf(issued)
        } has expired by the clock of this machine`,
        "set the clock",
      );
    }
    return issued;
  }

  async #store(issued: IssuedCertificate): Promise<void> {
    const { dataDir, log } = this.#options;
    try {
      await saveIssuedCertificate(dataDir, issued);
    } catch (error) {
      log.error(
        "Cannot write acme.pem: check DATA_DIR, or the next start requests another certificate",
        { error },
      );
    }
  }

  #use(issued: IssuedCertificate): void {
    if (this.#abort.signal.aborted) return;
    this.#issued = issued;
    this.#usesFallback = false;
    this.#options.log.info(
      `Got a certificate for ${this.#names()}, valid until ${endOf(issued)}`,
    );
    this.#onRenewed(issued.pair);
  }

  /** Uses the fallback when the last certificate has ended. */
  #endExpired(): void {
    if (this.#usesFallback || this.#usableCertificate() !== null) return;
    this.#usesFallback = true;
    this.#options.log.error(
      `The certificate for ${this.#names()} has expired: browsers warn of the one of the own authority until the directory has given another`,
    );
    this.#onRenewed(this.currentPair());
  }

  #usableCertificate(): IssuedCertificate | null {
    const { nowMs } = this.#options;
    return this.#issued !== null &&
        isUsable(this.#issued, this.#options, nowMs())
      ? this.#issued
      : null;
  }

  #reportFailure(error: unknown): void {
    const retryAfterMs = error instanceof AcmeProblemError
      ? error.retryAfterMs
      : 0;
    const waitMs = this.#attempts.failed(
      this.#options.monotonicMs(),
      retryAfterMs,
    );
    const minutes = Math.ceil(waitMs / 60_000);
    const kept = this.#usesFallback
      ? "that of the own authority stays in use"
      : "the last one stays in use";
    this.#options.log.error(
      `Cannot get a certificate for ${this.#names()}, ${kept}, next attempt in ${minutes} min or at a restart: ${
        describeAcmeFailure(error)
      }`,
    );
  }

  #names(): string {
    return this.#options.domains.join(", ");
  }
}
