/**
 * Opens the source of the certificate that the settings name.
 *
 * @module
 */
import { listNetworkInterfaces } from "../net/machine_addresses.ts";
import type { Config } from "../config/config.ts";
import type { DataDir } from "../data_dir.ts";
import { scheduleInterval } from "../scheduler.ts";
import type { Log } from "../log.ts";
import { openCertificateFileSource } from "./file_source.ts";
import { openLocalCaSource } from "./local_ca_source.ts";
import type { CertificateSource } from "./certificate_source.ts";

/**
 * Loads, or makes, the certificate; null with `TLS=off`.
 *
 * @throws {StartupError} When a given one cannot be used.
 */
export async function openCertificateSource(
  config: Config,
  dataDir: DataDir,
  log: Log,
): Promise<CertificateSource | null> {
  const world = { log, nowMs: () => Date.now(), every: scheduleInterval };
  switch (config.tls.kind) {
    case "off":
      return null;
    case "files":
      return await openCertificateFileSource({ ...world, ...config.tls });
    case "auto":
      return await openLocalCaSource({
        ...world,
        dataDir,
        readNameSources: () => ({
          hostName: Deno.hostname(),
          publicHost: config.publicHost,
          addresses: listNetworkInterfaces().map(({ address }) => address),
        }),
      });
  }
}
