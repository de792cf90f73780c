/**
 * Resources of an ACME server (RFC 8555 §7.1): what does not have this shape is
 * a failure of the server.
 *
 * @module
 */
import * as v from "valibot";

/** Addresses of the operations (§7.1.1). */
export interface AcmeDirectory {
  /** Gives nonces. */
  readonly newNonce: string;
  /** Opens accounts. */
  readonly newAccount: string;
  /** Takes orders. */
  readonly newOrder: string;
  /** Tells when to renew (RFC 9773); missing where the server does not. */
  readonly renewalInfo?: string | undefined;
}

/** Time in which a certificate is to be renewed (RFC 9773 §4.2). */
export interface RenewalWindow {
  /** Begin in Unix milliseconds. */
  readonly startMs: number;
  /** End in Unix milliseconds. */
  readonly endMs: number;
}

/** A problem document (RFC 7807, RFC 8555 §6.7). */
export interface ProblemDocument {
  /** URN of the error. */
  readonly type: string;
  /** Sentence of the server. */
  readonly detail: string;
}

/** An order (§7.1.3). */
export interface AcmeOrder {
  /** State (§7.1.6). */
  readonly status: "pending" | "ready" | "processing" | "valid" | "invalid";
  /** Addresses of the authorizations, one for each name. */
  readonly authorizations: readonly string[];
  /** Address that takes the certificate request. */
  readonly finalize: string;
  /** Address of the certificate, when it is valid. */
  readonly certificate?: string | undefined;
  /** Why it is invalid. */
  readonly error?: ProblemDocument | undefined;
}

/** A challenge (§7.1.5). */
export interface AcmeChallenge {
  /** Type, such as `http-01`. */
  readonly type: string;
  /** Address to respond to. */
  readonly url: string;
  /** Base64url; missing in types that need none. */
  readonly token?: string | undefined;
  /** Why it is invalid. */
  readonly error?: ProblemDocument | undefined;
}

/** An authorization (§7.1.4). */
export interface AcmeAuthorization {
  /** State (§7.1.6). */
  readonly status: string;
  /** Name to validate. */
  readonly identifier: { readonly value: string };
  /** Challenges to choose from. */
  readonly challenges: readonly AcmeChallenge[];
}

const url = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.url(),
  v.startsWith("https://"),
);
const shortText = v.pipe(v.string(), v.maxLength(256));

const directory: v.GenericSchema<unknown, AcmeDirectory> = v.object({
  newNonce: url,
  newAccount: url,
  newOrder: url,
  renewalInfo: v.optional(url),
});

const timestamp = v.pipe(
  v.string(),
  v.maxLength(64),
  v.transform(Date.parse),
  v.number(),
  v.finite(),
);

const renewalInfo: v.GenericSchema<unknown, RenewalWindow> = v.pipe(
  v.object({
    suggestedWindow: v.object({ start: timestamp, end: timestamp }),
  }),
  v.transform(({ suggestedWindow: { start, end } }) => ({
    startMs: start,
    endMs: end,
  })),
);

const problem: v.GenericSchema<unknown, ProblemDocument> = v.object({
  type: v.optional(shortText, ""),
  detail: v.optional(v.string(), ""),
});

const order: v.GenericSchema<unknown, AcmeOrder> = v.object({
  status: v.picklist(["pending", "ready", "processing", "valid", "invalid"]),
  authorizations: v.pipe(v.array(url), v.maxLength(200)),
  finalize: url,
  certificate: v.optional(url),
  error: v.optional(problem),
});

const authorization: v.GenericSchema<unknown, AcmeAuthorization> = v.object({
  status: shortText,
  identifier: v.object({ value: shortText }),
  challenges: v.pipe(
    v.array(v.object({
      type: shortText,
      url,
      // Base64url, so it cannot leave its folder (§8.3).
      token: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,256}$/))),
      error: v.optional(problem),
    })),
    v.maxLength(50),
  ),
});

/** Parses a directory; null when it is none. */
export function parseDirectory(json: unknown): AcmeDirectory | null {
  return parse(directory, json);
}

/** Parses a renewal window; null when it is none. */
export function parseRenewalWindow(json: unknown): RenewalWindow | null {
  return parse(renewalInfo, json);
}

/** Parses a problem document; null when it is none. */
export function parseProblem(json: unknown): ProblemDocument | null {
  return parse(problem, json);
}

/** Parses an order; null when it is none. */
export function parseOrder(json: unknown): AcmeOrder | null {
  return parse(order, json);
}

/** Parses an authorization; null when it is none. */
export function parseAuthorization(json: unknown): AcmeAuthorization | null {
  return parse(authorization, json);
}

function parse<T>(
  schema: v.GenericSchema<unknown, T>,
  json: unknown,
): T | null {
  const parsed = v.safeParse(schema, json);
  return parsed.success ? parsed.output : null;
}
