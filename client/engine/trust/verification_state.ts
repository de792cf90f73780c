/**
 * State of the verification by voice, as the views show it.
 *
 * @module
 */

/** Verification of one member. */
export interface Verification {
  /** The code to compare; null while it is made. */
  readonly code: number | null;
  /** True once the person said that the codes are the same. */
  readonly isVerified: boolean;
  /** False where the browser does not show the certificate of DTLS. */
  readonly isFromDtls: boolean;
}

/** Verifications of all members, by id. */
export interface VerificationsState {
  readonly verifications: Readonly<Record<string, Verification>>;
}
