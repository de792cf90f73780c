/**
 * Tokens that let a member take its seat again.
 *
 * A token is `payload.signature`: the seat's room and id with an expiry and the
 * rules of the room, and HMAC-SHA256 over it under a key that outlives the process, so that after a
 * restart the members find the same ids.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** The seat that a token stands for, and what its room was like then. */
export interface SeatClaim {
  readonly id: string;
  readonly room: string;
  readonly isHost: boolean;
  readonly isLocked: boolean;
  /** See `RoomControl.epoch`. */
  readonly epoch: number;
  /** See `RoomAccessControl.lockVersion`. */
  readonly lockVersion: number;
  /** See `RoomAccessControl.generation`. */
  readonly generation: number;
}

/** How long a token is good for; each `welcome` brings a new one. */
export const RESUME_TOKEN_TTL_MS = 24 * 60 * 60 * 1000;

/** Longest token that is looked at, in characters. */
const MAX_TOKEN_LENGTH = 1024;

/** Signs and checks the tokens of one key. */
export class ResumeTokens {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  /** A token for `claim`, good for {@linkcode RESUME_TOKEN_TTL_MS}. */
  sign(claim: SeatClaim, nowMs: number): string {
    const payload = Buffer.from(
      JSON.stringify([
        claim.id,
        claim.room,
        nowMs + RESUME_TOKEN_TTL_MS,
        claim.isHost,
        claim.isLocked,
        claim.epoch,
        claim.lockVersion,
        claim.generation,
      ]),
    ).toString("base64url");
    return `${payload}.${this.#signature(payload).toString("base64url")}`;
  }

  /** The claim of a token that this key signed and that has not expired. */
  verify(token: string, nowMs: number): SeatClaim | null {
    if (token.length > MAX_TOKEN_LENGTH) return null;
    const [payload, signature, ...more] = token.split(".");
    if (!payload || !signature || more.length > 0) return null;
    const given = Buffer.from(signature, "base64url");
    const wanted = this.#signature(payload);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      return null;
    }
    return parseClaim(payload, nowMs);
  }

  #signature(payload: string): Buffer {
    return createHmac("sha256", this.#key).update(payload).digest();
  }
}

/** Reads a payload whose signature was good; still checks its shape. */
function parseClaim(payload: string, nowMs: number): SeatClaim | null {
  let fields: unknown;
  try {
    fields = JSON.parse(Buffer.from(payload, "base64url").toString());
  } catch {
    return null;
  }
  if (!Array.isArray(fields)) return null;
  // A token of a version without rooms that lock has the first three alone.
  const [id, room, expiresMs, isHost, isLocked, epoch, change, rank]:
    unknown[] = fields;
  if (typeof id !== "string" || typeof room !== "string") return null;
  if (typeof expiresMs !== "number" || expiresMs <= nowMs) return null;
  return {
    id,
    room,
    isHost: isHost === true,
    isLocked: isLocked === true,
    epoch: typeof epoch === "number" ? epoch : 0,
    lockVersion: typeof change === "number" ? change : 0,
    generation: typeof rank === "number" ? rank : 0,
  };
}
