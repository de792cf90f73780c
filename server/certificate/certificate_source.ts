/**
 * The interface of a source of certificates.
 *
 * @module
 */
import type { PemPair } from "../net/port_listener.ts";

/** A certificate that can change while the process runs. */
export interface CertificateSource {
  /** Current certificate. */
  currentPair(): PemPair;
  /** Authority that a client has to trust, in PEM; undefined for a public one. */
  readonly authorityPem: string | undefined;
  /** Whether the certificate was signed by this server's own authority. */
  readonly isLocalAuthority: boolean;
  /** Begins to look for changes and reports each new certificate. */
  start(onRenewed: (pair: PemPair) => void): void;
  /** Stops looking for changes. */
  close(): void;
}
