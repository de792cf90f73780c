/**
 * Answers to http-01 challenges (RFC 8555 §8.3), served on port 80.
 *
 * tls-alpn-01 (RFC 8737) is not possible with `node:tls` under Deno 2.9: its
 * TLS takes no certificate with an unknown critical extension, such as the one
 * that this challenge prescribes.
 *
 * @module
 */
const PATH_PREFIX = "/.well-known/acme-challenge/";

/** The answers of the challenges that wait for a validation. */
export class HttpChallenges {
  readonly #authorizations = new Map<string, string>();

  /** Answers the challenge of a token until the returned function is called. */
  offer(token: string, keyAuthorization: string): () => void {
    this.#authorizations.set(token, keyAuthorization);
    return () => void this.#authorizations.delete(token);
  }

  /** Body for the target of a request; null when no challenge has it. */
  answerOf(target: string): string | null {
    if (!target.startsWith(PATH_PREFIX)) return null;
    return this.#authorizations.get(target.slice(PATH_PREFIX.length)) ?? null;
  }
}
