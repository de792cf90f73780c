/**
 * The sentence for each reason why the server does not let someone in.
 *
 * @module
 */
import type { ErrorCode } from "../../signaling/protocol.ts";
import type { StringKey } from "../strings/en.ts";

const KEYS: Readonly<Partial<Record<ErrorCode, StringKey>>> = {
  "room-full": "refusedFull",
  "bad-room": "refusedBadRoom",
  "too-many-rooms": "refusedServerFull",
  "too-many-connections": "refusedServerFull",
  "too-many-from-address": "refusedAddressFull",
};

/** Key of the sentence for a refusal; null is a socket that was taken over. */
export function refusalKey(code: ErrorCode | null): StringKey {
  if (code === null) return "refusedReplaced";
  return KEYS[code] ?? "refusedOther";
}
