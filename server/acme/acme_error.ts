/**
 * Failures of getting a certificate, and the sentence for the operator.
 *
 * @module
 */
import type { ProblemDocument } from "./acme_messages.ts";

const ERROR_PREFIX = "urn:ietf:params:acme:error:";
/** Longest detail of a server that is logged. */
const MAX_DETAIL_CHARS = 300;

/** An error that the ACME server reported. */
export class AcmeProblemError extends Error {
  /** Name of the class. */
  override readonly name = "AcmeProblemError";
  /** Type without its prefix, such as `badNonce` (RFC 8555 §6.7). */
  readonly code: string;

  /**
   * Creates an error of a problem document.
   *
   * @param domain Name whose validation failed; null when it is about no name.
   * @param retryAfterMs Least time before another attempt.
   */
  constructor(
    { type, detail }: ProblemDocument,
    readonly domain: string | null = null,
    readonly retryAfterMs: number = 0,
  ) {
    super(detail.slice(0, MAX_DETAIL_CHARS));
    this.code = type.startsWith(ERROR_PREFIX)
      ? type.slice(ERROR_PREFIX.length)
      : type;
  }
}

/** An answer that is not what RFC 8555 describes, or that cannot be used. */
export class AcmeProtocolError extends Error {
  /** Name of the class. */
  override readonly name = "AcmeProtocolError";

  /** Creates an error with what the operator can do. */
  constructor(
    message: string,
    readonly remedy: string = "check ACME_DIRECTORY",
  ) {
    super(message);
  }
}

/** The http port of this server is not open. */
export class AcmePortError extends Error {
  /** Name of the class. */
  override readonly name = "AcmePortError";
}

/** A directory that cannot be reached. */
export class AcmeConnectionError extends Error {
  /** Name of the class. */
  override readonly name = "AcmeConnectionError";
}

/** What to do about each error of RFC 8555 §6.7 that an operator can remove. */
const REMEDIES: Readonly<Record<string, string>> = {
  caa:
    "permit this authority in the CAA record of the name, or remove the record",
  connection:
    "let port 80 of the name reach this server, through firewall and router",
  dns:
    "create an A or AAAA record of the name with the public address of this server",
  externalAccountRequired:
    "choose an ACME_DIRECTORY that needs no external account",
  incorrectResponse:
    "let the name point to this server alone, another one answered",
  invalidContact: "correct ACME_EMAIL",
  rateLimited: "wait, or use another ACME_DIRECTORY",
  rejectedIdentifier: "remove the name from ACME_DOMAIN",
  unauthorized: "let the name point to this server alone, and port 80 reach it",
  unsupportedContact: "correct ACME_EMAIL",
};

/** Describes a failure and what to do, without the final period. */
export function describeAcmeFailure(error: unknown): string {
  if (error instanceof AcmeProblemError) {
    const { code, domain, message } = error;
    const remedy = REMEDIES[code] ?? "see the documents of the directory";
    const about = domain === null ? "" : ` for ${domain}`;
    return `the directory answered ${code}${about} (${message}): ${remedy}`;
  }
  if (error instanceof AcmePortError) {
    return "HTTP_PORT could not be opened, which the directory connects to: stop the program that uses it, or permit this user to open it, and start again";
  }
  if (error instanceof AcmeProtocolError) {
    return `${error.message}: ${error.remedy}`;
  }
  if (error instanceof AcmeConnectionError) {
    return `${error.message}: check ACME_DIRECTORY and that this machine reaches it; if its authority is a private one, set DENO_CERT to the file of that authority`;
  }
  if (error instanceof Deno.errors.NotCapable) {
    return `this process is not permitted to connect to the directory: add its host to "net" of the permission set "server" in deno.json`;
  }
  return String(error);
}
