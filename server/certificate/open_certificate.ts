/**
 * Opens the certificate source that the settings select.
 *
 * @module
 */
import { wallMs } from "../net/clock.ts";
import { listNetworkInterfaces } from "../net/machine_addresses.ts";
import type { TlsConfig } from "../config/config.ts";
import type { DataDir } from "../data_dir.ts";
import { scheduleInterval } from "../scheduler.ts";
import type { Log } from "../log.ts";
import { openCertificateFileSource } from "./file_source.ts";
import { openLocalCaSource } from "./local_ca_source.ts";
import type { CertificateSource } from "./certificate_source.ts";

/** Settings of the certificate. */
export interface CertificateConfig {
  /** Kind of certificate. */
  readonly tls: TlsConfig;
  /** Host name or address to include in a certificate of the local authority. */
  readonly publicHost: string | undefined;
}

/**
 * Loads or creates the certificate; null with `TLS=off`.
 *
 * @throws {StartupError} When the certificate of the settings cannot be used.
 */
export async function openCertificateSource(
  { tls, publicHost }: CertificateConfig,
  dataDir: DataDir,
  log: Log,
): Promise<CertificateSource | null> {
  const shared = { log, nowMs: wallMs, schedule: scheduleInterval };
  switch (tls.kind) {
    case "off":
      return null;
    case "files":
      return await openCertificateFileSource({ ...shared, ...tls });
    case "auto":
      return await openLocalCaSource({
        ...shared,
        dataDir,
        readNameSources: () => ({
          hostName: Deno.hostname(),
          publicHost,
          addresses: listNetworkInterfaces().map(({ address }) => address),
        }),
      });
  }
}
