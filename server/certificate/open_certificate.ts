/**
 * Opens the source of the certificate that the settings name.
 *
 * @module
 */
import { systemInterfaces } from "../net/machine_addresses.ts";
import type { Config } from "../config/config.ts";
import type { DataDir } from "../data_dir.ts";
import { everyInterval } from "../scheduler.ts";
import type { Log } from "../log.ts";
import { openCertificateFiles } from "./file_source.ts";
import { openOwnCertificate } from "./local_ca_source.ts";
import type { CertificateSource } from "./certificate_source.ts";

/**
 * Loads, or makes, the certificate; null with `TLS=off`.
 *
 * @throws {StartupError} When a given one cannot be used.
 */
export async function openCertificate(
  config: Config,
  dataDir: DataDir,
  log: Log,
): Promise<CertificateSource | null> {
  const world = { log, nowMs: () => Date.now(), every: everyInterval };
  switch (config.tls.kind) {
    case "off":
      return null;
    case "files":
      return await openCertificateFiles({ ...world, ...config.tls });
    case "auto":
      return await openOwnCertificate({
        ...world,
        dataDir,
        sources: () => ({
          hostName: Deno.hostname(),
          publicHost: config.publicHost,
          addresses: systemInterfaces().map(({ address }) => address),
        }),
      });
  }
}
