/**
 * Tokens that let a member take its seat again.
 *
 * A token is `payload.signature`: the id and room of the seat with an expiry
 * time, and HMAC-SHA256 over them under a key that outlives the process, so
 * that members have the same ids after a restart.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** The content of a valid token. */
export interface SeatClaim {
  /** Id of the member. */
  readonly id: string;
  /** Name of the room. */
  readonly room: string;
  /** When the token expires. */
  readonly expiresMs: number;
}

/** Time for which a token is valid; each `welcome` brings a new one. */
export const RESUME_TOKEN_TTL_MS = 24 * 60 * 60 * 1000;

/** Longest token that is verified, in characters. */
const MAX_TOKEN_LENGTH = 1024;

/** When the token of a claim was issued. */
export function issueTimeOf({ expiresMs }: SeatClaim): number {
  return expiresMs - RESUME_TOKEN_TTL_MS;
}

/**
 * Signs and verifies the tokens of one key. Issue times never decrease, also
 * when the clock is set back, so they order tokens against events of a room.
 */
export class ResumeTokens {
  readonly #key: string;
  #lastIssueMs = 0;

  /** Takes the HMAC key. */
  constructor(key: string) {
    this.#key = key;
  }

  /** A time later than the issue time of every token so far. */
  nextIssueTimeMs(nowMs: number): number {
    return this.#lastIssueMs = Math.max(nowMs, this.#lastIssueMs + 1);
  }

  /** Issues tokens no earlier than a time that an earlier process reached. */
  advanceIssueTime(issueMs: number): void {
    this.#lastIssueMs = Math.max(issueMs, this.#lastIssueMs);
  }

  /** A token that is valid for {@linkcode RESUME_TOKEN_TTL_MS}. */
  sign(id: string, room: string, nowMs: number): string {
    this.advanceIssueTime(nowMs);
    const expiresMs = this.#lastIssueMs + RESUME_TOKEN_TTL_MS;
    const payload = Buffer.from(JSON.stringify([id, room, expiresMs]))
      .toString("base64url");
    return `${payload}.${this.#signature(payload).toString("base64url")}`;
  }

  /** The claim of a token that this key signed and that has not expired. */
  verify(token: string, nowMs: number): SeatClaim | null {
    if (token.length > MAX_TOKEN_LENGTH) return null;
    const [payload, signature, ...more] = token.split(".");
    if (!payload || !signature || more.length > 0) return null;
    const actual = Buffer.from(signature, "base64url");
    const expected = this.#signature(payload);
    const isOurs = actual.length === expected.length &&
      timingSafeEqual(actual, expected);
    return isOurs ? parseClaim(payload, nowMs) : null;
  }

  #signature(payload: string): Buffer {
    return createHmac("sha256", this.#key).update(payload).digest();
  }
}

/** Reads a payload whose signature is valid; an old version may have signed it. */
function parseClaim(payload: string, nowMs: number): SeatClaim | null {
  let fields: unknown;
  try {
    fields = JSON.parse(Buffer.from(payload, "base64url").toString());
  } catch {
    return null;
  }
  if (!Array.isArray(fields)) return null;
  // Older versions signed more fields, which mean nothing now.
  const [id, room, expiresMs]: unknown[] = fields;
  if (typeof id !== "string" || typeof room !== "string") return null;
  if (typeof expiresMs !== "number" || expiresMs <= nowMs) return null;
  return { id, room, expiresMs };
}
