/**
 * Invitations that this server signs: a JWT (RFC 7519) with HMAC-SHA-256 under
 * a key of `DATA_DIR`, and a type of its own (RFC 8725 section 3.11), so that
 * no other token stands for one.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import type {
  RoomInvitation,
  TokenRefusal,
} from "../../signaling/room/invitation.ts";
import { readClaims } from "./invitation_claims.ts";

/** Name of the key in `DATA_DIR`. */
export const INVITATION_KEY_FILE = "invitations.key";

/** Bounds of the time for which an invitation is valid, in seconds. */
export const INVITATION_SECONDS = {
  min: 60,
  default: 24 * 60 * 60,
  max: 366 * 24 * 60 * 60,
} as const;

const HEADER = encodePart({ alg: "HS256", typ: "maru+jwt" });

/** An invitation to sign. */
export interface NewInvitation {
  /** Name of the room. */
  readonly room: string;
  /** Name that the page suggests, or null. */
  readonly name: string | null;
  /** Whether its holder is a host. */
  readonly isHost: boolean;
  /** When it expires; rounded down to a second. */
  readonly expiresMs: number;
  /** Random id of one that a single client may use; null for the others. */
  readonly onceId: string | null;
}

/** Signs an invitation. */
export function signInvitation(
  key: string,
  { room, name, isHost, expiresMs, onceId }: NewInvitation,
): string {
  const payload = encodePart({
    room,
    ...name === null ? {} : { name },
    ...isHost ? { role: "host" } : {},
    exp: Math.floor(expiresMs / 1000),
    ...onceId === null ? {} : { once: true, jti: onceId },
  });
  const signed = `${HEADER}.${payload}`;
  return `${signed}.${signatureOf(key, signed).toString("base64url")}`;
}

/** True for a token of this kind, with any signature. */
export function isOwnInvitation(token: string): boolean {
  return token.startsWith(`${HEADER}.`);
}

/** Verifies an invitation; `client` as `readPresentedToken()` returns it. */
export function verifyOwnInvitation(
  key: string,
  token: string,
  client: string | null,
  nowMs: number,
): RoomInvitation | TokenRefusal {
  const end = token.lastIndexOf(".");
  const actual = Buffer.from(token.slice(end + 1), "base64url");
  const expected = signatureOf(key, token.slice(0, end));
  const isOurs = isOwnInvitation(token) &&
    actual.length === expected.length && timingSafeEqual(actual, expected);
  if (!isOurs) return "bad-invitation";
  const payload = Buffer.from(token.slice(HEADER.length + 1, end), "base64url");
  return readClaims(JSON.parse(payload.toString()), client, nowMs, 0);
}

function encodePart(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function signatureOf(key: string, signed: string): Buffer {
  return createHmac("sha256", key).update(signed).digest();
}
