/**
 * What the front needs of a certificate, wherever it comes from.
 *
 * @module
 */

/** A certificate, with its chain, and its private key. */
export interface PemPair {
  readonly certPem: string;
  /** PKCS #8, PKCS #1 or SEC 1. Secret. */
  readonly keyPem: string;
}

/** A certificate that can change while the process runs. */
export interface CertificateSource {
  /** The pair to use now. */
  currentPair(): PemPair;
  /** The authority that a client must trust; undefined when it is not ours. */
  readonly authorityPem: string | undefined;
  /** Whether the certificate was signed by this server's own authority. */
  readonly isLocalAuthority: boolean;
  /** Looks for changes from now on and tells of each new pair. */
  start(onRenewed: (pair: PemPair) => void): void;
  /** Stops looking. */
  close(): void;
}
