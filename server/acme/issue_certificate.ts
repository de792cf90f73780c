/**
 * Gets one certificate: account, order, challenges, request, download
 * (RFC 8555 §7.1).
 *
 * @module
 */
import type { PemPair } from "../net/port_listener.ts";
import type { AccountKey } from "./account_key.ts";
import type { AcmeClient } from "./acme_client.ts";
import { AcmeProblemError, AcmeProtocolError } from "./acme_error.ts";
import type { AcmeAuthorization, AcmeOrder } from "./acme_messages.ts";
import { createCertificateRequest } from "./certificate_request.ts";
import type { HttpChallenges } from "./http_challenges.ts";

/** Names of a certificate, and what is needed to get it. */
export interface IssueOptions {
  /** Names, at least one. */
  readonly domains: readonly string[];
  /** `ACME_EMAIL`. */
  readonly email: string | undefined;
  /** Client of the directory. */
  readonly client: AcmeClient;
  /** Key of the account. */
  readonly key: AccountKey;
  /** What answers the challenges. */
  readonly challenges: HttpChallenges;
  /** Waits between two requests for a state; rejects at the end of the process. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Polls of one resource; with the waits below about two minutes. */
const MAX_POLLS = 45;
const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 3_000;

/**
 * Gets a certificate.
 *
 * @throws {AcmeProblemError | AcmeProtocolError | AcmeConnectionError}
 */
export async function issueCertificate(
  options: IssueOptions,
): Promise<PemPair> {
  const { client, domains, email } = options;
  await client.openAccount(email);
  const placed = await client.placeOrder(domains);
  for (const url of placed.order.authorizations) {
    await authorize(url, options);
  }
  const poll = () => client.readOrder(placed.url);
  const ready = await pollUntil(
    options,
    poll,
    ({ status }) => status !== "pending",
  );
  if (ready.status === "ready") {
    const { csr, key } = await createCertificateRequest(domains);
    await client.finalizeOrder(ready.finalize, csr);
    const issued = await pollUntil(
      options,
      poll,
      ({ status }) => status === "valid" || status === "invalid",
    );
    if (issued.certificate !== undefined) {
      return {
        cert: await client.downloadCertificate(issued.certificate),
        key,
      };
    }
    throw orderFailure(issued);
  }
  throw orderFailure(ready);
}

/** Answers the challenge of one name and waits for its validation. */
async function authorize(
  url: string,
  options: IssueOptions,
): Promise<void> {
  const { client, key, challenges: offered } = options;
  const { status, identifier, challenges } = await client.readAuthorization(
    url,
  );
  if (status === "valid") return;
  const domain = identifier.value;
  const challenge = challenges.find(({ type }) => type === "http-01");
  if (challenge?.token === undefined) {
    throw new AcmeProtocolError(
      `The directory offers no http-01 for ${domain}`,
    );
  }
  const { token } = challenge;
  const withdraw = offered.offer(token, key.authorize(token));
  try {
    await client.respondToChallenge(challenge.url);
    const result = await pollUntil(
      options,
      () => client.readAuthorization(url),
      ({ status }) => status !== "pending" && status !== "processing",
    );
    if (result.status !== "valid") throw validationFailure(result);
  } finally {
    withdraw();
  }
}

async function pollUntil<T>(
  { wait }: IssueOptions,
  read: () => Promise<T>,
  isDone: (value: T) => boolean,
): Promise<T> {
  let waitMs = FIRST_WAIT_MS;
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    const value = await read();
    if (isDone(value)) return value;
    await wait(waitMs);
    waitMs = Math.min(waitMs * 1.5, MAX_WAIT_MS);
  }
  throw new AcmeProtocolError(
    "The directory did not decide within two minutes",
  );
}

function validationFailure(
  { identifier, challenges, status }: AcmeAuthorization,
): AcmeProblemError {
  const error = challenges.find(({ error }) => error !== undefined)?.error;
  return new AcmeProblemError(
    error ?? { type: status, detail: "no reason given" },
    identifier.value,
  );
}

function orderFailure({ status, error }: AcmeOrder): AcmeProblemError {
  return new AcmeProblemError(
    error ?? { type: status, detail: "the order ended without a certificate" },
  );
}
