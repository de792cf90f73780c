/**
 * The claims of a token that admits to a room: of an invitation of this server,
 * or of a JWT of an application.
 *
 * @module
 */
import { createHash } from "node:crypto";
import * as v from "valibot";
import type {
  RoomInvitation,
  TokenRefusal,
} from "../../signaling/room/invitation.ts";
import { canonicalizeRoomName, roomKeyOf } from "../../signaling/room_name.ts";
import { roomHasRules } from "../../signaling/room/room.ts";

/** Longest token, in characters. */
export const MAX_TOKEN_LENGTH = 4096;
/** Longest name, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 100;

/** Role of the holder of a token. */
export const ROLES = ["member", "host"] as const;

const CLIENT = /^[\w-]{8,64}$/;
const SECONDS = v.pipe(v.number(), v.minValue(0), v.maxValue(1e11));

const CLAIMS = v.object({
  room: v.string(),
  name: v.optional(v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH))),
  role: v.optional(v.picklist(ROLES), "member"),
  exp: SECONDS,
  nbf: v.optional(SECONDS, 0),
  once: v.optional(v.boolean(), false),
  jti: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(256))),
});

/** A token, and the text by which its client is recognized. */
export interface PresentedToken {
  /** The token itself. */
  readonly token: string;
  /** Random text of the client, or null. */
  readonly client: string | null;
}

/** Reads `TOKEN` or `TOKEN~CLIENT`; null when it is malformed. */
export function readPresentedToken(text: string): PresentedToken | null {
  if (text.length > MAX_TOKEN_LENGTH) return null;
  const [token = "", client, ...more] = text.split("~");
  if (more.length > 0) return null;
  if (client === undefined) return { token, client: null };
  return CLIENT.test(client) ? { token, client } : null;
}

/** A room that an invitation can name; null for others, such as the default room. */
export function readInvitedRoom(name: string): string | null {
  const room = canonicalizeRoomName(name);
  return room !== null && roomHasRules(roomKeyOf(room)) ? room : null;
}

/**
 * The invitation that claims with a valid signature stand for.
 *
 * @param client See {@linkcode PresentedToken}.
 * @param toleranceMs By how much the clocks of signer and server may differ.
 */
export function readClaims(
  claims: unknown,
  client: string | null,
  nowMs: number,
  toleranceMs: number,
): RoomInvitation | TokenRefusal {
  const { success, output } = v.safeParse(CLAIMS, claims);
  const room = success ? readInvitedRoom(output.room) : null;
  if (!success || room === null) return "bad-invitation";
  const { role, exp, nbf, once, jti } = output;
  if (once && jti === undefined) return "bad-invitation";
  const expiresMs = exp * 1000 + toleranceMs;
  if (expiresMs <= nowMs) return "invitation-expired";
  if (nbf * 1000 - toleranceMs > nowMs) return "invitation-early";
  return {
    room,
    isHost: role === "host",
    expiresMs,
    once: once && jti !== undefined ? { id: digestOf(jti), client } : null,
  };
}

/** An id of any characters as one of the room store. */
function digestOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}
