/**
 * ACME as the server uses it: the certificate source and what answers the
 * challenges. Entry point of this directory; loaded only with `ACME_DOMAIN`.
 *
 * @module
 */
import type { CertificateSource } from "../certificate/certificate_source.ts";
import type { AcmeConfig } from "../config/config.ts";
import type { DataDir } from "../data_dir.ts";
import type { Log } from "../log.ts";
import { monotonicMs, wallMs } from "../net/clock.ts";
import { scheduleInterval } from "../scheduler.ts";
import { openAcmeSource } from "./acme_source.ts";
import { HttpChallenges } from "./http_challenges.ts";

/** A certificate source whose challenges the http port answers. */
export interface AcmeCertificate {
  /** The certificate. */
  readonly source: CertificateSource;
  /** Answer of the http port; null when no challenge has this target. */
  readonly answerHttp: (target: string) => string | null;
  /** Call when the http port listens: certificates are requested from then on. */
  readonly httpPortOpened: () => void;
}

/** Opens the source with the last certificate, or the fallback. */
export async function openAcmeCertificate(
  config: AcmeConfig,
  deps: {
    readonly dataDir: DataDir;
    readonly log: Log;
    readonly fallback: CertificateSource;
  },
): Promise<AcmeCertificate> {
  const challenges = new HttpChallenges();
  let isHttpPortOpen = false;
  const source = await openAcmeSource({
    ...config,
    ...deps,
    challenges,
    isHttpPortOpen: () => isHttpPortOpen,
    fetch,
    nowMs: wallMs,
    monotonicMs,
    random: Math.random,
    schedule: scheduleInterval,
  });
  return {
    source,
    answerHttp: (target) => challenges.answerOf(target),
    httpPortOpened: () => {
      isHttpPortOpen = true;
    },
  };
}
