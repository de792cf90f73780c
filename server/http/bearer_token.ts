/**
 * Checks the bearer token of an operator's request (RFC 6750 section 2.1), and
 * limits the attempts of those who do not have it.
 *
 * @module
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { networkKeyOf } from "../net/network_key.ts";
import { RateLimiter } from "../net/rate_limiter.ts";
import type { RequestClient } from "./client_address.ts";

/** Result of a check: the token is right, wrong or missing, or not looked at. */
export type TokenCheck = "valid" | "invalid" | "too-many-attempts";

/** Failed attempts per client network. */
const ATTEMPTS = { burst: 10, perSecond: 0.1, maxKeys: 10_000 };

/** Time until a network that has used its attempts has another one. */
export const RETRY_AFTER_SECONDS = "10";

/** Checks one token. */
export class BearerTokenGuard {
  readonly #digest: Uint8Array;
  readonly #nowMs: () => number;
  readonly #failures = new RateLimiter(ATTEMPTS);

  /** Creates a guard; `nowMs` never goes back. */
  constructor(token: string, nowMs: () => number) {
    this.#digest = digestOf(token);
    this.#nowMs = nowMs;
  }

  /** Checks a request; takes the same time for each wrong token. */
  check({ headers }: Request, { address }: RequestClient): TokenCheck {
    const network = networkKeyOf(address);
    const nowMs = this.#nowMs();
    if (this.#failures.waitMs(network, nowMs) > 0) return "too-many-attempts";
    const [, given = ""] = /^Bearer +([^ ]+) *$/i.exec(
      headers.get("authorization") ?? "",
    ) ?? [];
    if (timingSafeEqual(digestOf(given), this.#digest)) return "valid";
    this.#failures.take(network, nowMs);
    return "invalid";
  }
}

/** Digests have one length, which the comparison needs. */
function digestOf(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
