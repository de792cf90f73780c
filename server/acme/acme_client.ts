/**
 * Client of an ACME server (RFC 8555 §6, §7): signed requests, nonces, and the
 * resources of an order.
 *
 * npm's `acme-client` would bring axios, node-forge and a second version of
 * `@peculiar/x509`: 11 MB, against these few requests over `fetch`.
 *
 * @module
 */
import type { AccountKey } from "./account_key.ts";
import {
  type AcmeAuthorization,
  type AcmeDirectory,
  type AcmeOrder,
  parseAuthorization,
  parseDirectory,
  parseOrder,
  parseProblem,
  parseRenewalWindow,
  type RenewalWindow,
} from "./acme_messages.ts";
import {
  AcmeConnectionError,
  AcmeProblemError,
  AcmeProtocolError,
} from "./acme_error.ts";

/** Directory, key and effects of a client. */
export interface AcmeClientOptions {
  /** URL of the directory. */
  readonly directoryUrl: string;
  /** Key of the account. */
  readonly key: AccountKey;
  /** The `fetch` of the runtime. */
  readonly fetch: typeof fetch;
  /** Ends all requests. */
  readonly signal: AbortSignal;
}

/** An order and its address. */
export interface PlacedOrder {
  /** Address, to poll it. */
  readonly url: string;
  /** State at the last answer. */
  readonly order: AcmeOrder;
}

interface AcmeResponse {
  readonly headers: Headers;
  readonly text: string;
}

const REQUEST_TIMEOUT_MS = 30_000;
const MAX_BODY_BYTES = 1_000_000;
/** Requests with a fresh nonce after `badNonce` (§6.5). */
const MAX_NONCE_RETRIES = 5;

/** One account at one ACME server. */
export class AcmeClient {
  readonly #options: AcmeClientOptions;
  #directory: AcmeDirectory | null = null;
  /** Address of the account, which identifies it (§6.2); null before it is opened. */
  #accountUrl: string | null = null;
  #nonce: string | null = null;

  /** Creates a client that has sent nothing yet. */
  constructor(options: AcmeClientOptions) {
    this.#options = options;
  }

  /** When to renew a certificate (RFC 9773 §4); null when the server does not say. */
  async readRenewalWindow(
    certificateId: string,
  ): Promise<RenewalWindow | null> {
    const { renewalInfo } = await this.#readDirectory();
    if (renewalInfo === undefined) return null;
    const url = `${renewalInfo.replace(/\/$/, "")}/${certificateId}`;
    return readAs(parseRenewalWindow, (await this.#fetch(url, {})).text);
  }

  /** Opens the account of the key: an existing one, or a new one (§7.3). */
  async openAccount(email: string | undefined): Promise<void> {
    const { newAccount } = await this.#readDirectory();
    const response = await this.#post(newAccount, {
      termsOfServiceAgreed: true,
      ...(email === undefined ? {} : { contact: [`mailto:${email}`] }),
    });
    this.#accountUrl = locationOf(response);
  }

  /** Orders a certificate for the names (§7.4). */
  async placeOrder(domains: readonly string[]): Promise<PlacedOrder> {
    const { newOrder } = await this.#readDirectory();
    const identifiers = domains.map((value) => ({ type: "dns", value }));
    const response = await this.#post(newOrder, { identifiers });
    return {
      url: locationOf(response),
      order: readAs(parseOrder, response.text),
    };
  }

  /** Reads an order again. */
  async readOrder(url: string): Promise<AcmeOrder> {
    return readAs(parseOrder, (await this.#post(url)).text);
  }

  /** Reads an authorization of an order (§7.5). */
  async readAuthorization(url: string): Promise<AcmeAuthorization> {
    return readAs(parseAuthorization, (await this.#post(url)).text);
  }

  /** Lets the server validate a challenge (§7.5.1). */
  async respondToChallenge(url: string): Promise<void> {
    await this.#post(url, {});
  }

  /** Requests the certificate of a ready order; `csr` is DER in base64url (§7.4). */
  async finalizeOrder(url: string, csr: string): Promise<AcmeOrder> {
    return readAs(parseOrder, (await this.#post(url, { csr })).text);
  }

  /** Downloads the certificate with its chain, in PEM (§7.4.2). */
  async downloadCertificate(url: string): Promise<string> {
    return (await this.#post(url)).text;
  }

  async #readDirectory(): Promise<AcmeDirectory> {
    return this.#directory ??= readAs(
      parseDirectory,
      (await this.#fetch(this.#options.directoryUrl, {})).text,
    );
  }

  /** A signed request; without payload it is a POST-as-GET (§6.3). */
  async #post(url: string, payload?: unknown): Promise<AcmeResponse> {
    for (let retries = 0;; retries++) {
      try {
        return await this.#postOnce(url, payload);
      } catch (error) {
        const isBadNonce = error instanceof AcmeProblemError &&
          error.code === "badNonce";
        if (!isBadNonce || retries >= MAX_NONCE_RETRIES) throw error;
      }
    }
  }

  async #postOnce(url: string, payload: unknown): Promise<AcmeResponse> {
    const { key } = this.#options;
    const identity = this.#accountUrl === null
      ? { jwk: key.jwk }
      : { kid: this.#accountUrl };
    const nonce = this.#nonce ?? await this.#fetchNonce();
    this.#nonce = null;
    const jws = await key.sign({ ...identity, nonce, url }, payload);
    return await this.#fetch(url, {
      method: "POST",
      headers: { "content-type": "application/jose+json" },
      body: JSON.stringify(jws),
    });
  }

  async #fetchNonce(): Promise<string> {
    const { newNonce } = await this.#readDirectory();
    const { headers } = await this.#fetch(newNonce, { method: "HEAD" });
    const nonce = headers.get("replay-nonce");
    if (nonce === null) {
      throw new AcmeProtocolError(`${newNonce} gave no nonce`);
    }
    return nonce;
  }

  async #fetch(url: string, init: RequestInit): Promise<AcmeResponse> {
    const { fetch, signal } = this.#options;
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        ...init,
        signal: AbortSignal.any([signal, timeout]),
      });
      text = await readText(response);
    } catch (error) {
      if (signal.aborted || error instanceof Deno.errors.NotCapable) {
        throw error;
      }
      const reason = error instanceof Error ? error.message : String(error);
      throw new AcmeConnectionError(`no answer from ${url} (${reason})`);
    }
    this.#nonce = response.headers.get("replay-nonce") ?? this.#nonce;
    if (!response.ok) throw problemOf(url, response, text);
    return { headers: response.headers, text };
  }
}

/** Reads the body up to its limit. */
async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new RangeError("it is too long");
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

function problemOf(url: string, response: Response, text: string): Error {
  const problem = parseProblem(parseJson(text));
  if (problem === null || problem.type === "") {
    return new AcmeProtocolError(`${url} answered ${response.status}`);
  }
  const seconds = Number(response.headers.get("retry-after") ?? "");
  return new AcmeProblemError(
    problem,
    null,
    Number.isFinite(seconds) ? Math.max(0, seconds) * 1000 : 0,
  );
}

function locationOf({ headers }: AcmeResponse): string {
  const location = headers.get("location");
  if (location === null) {
    throw new AcmeProtocolError("The directory gave no Location");
  }
  return location;
}

function readAs<T>(parse: (json: unknown) => T | null, text: string): T {
  const value = parse(parseJson(text));
  if (value !== null) return value;
  throw new AcmeProtocolError("The directory's answer is not that of ACME");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
