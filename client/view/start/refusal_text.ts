/**
 * The sentence for each reason why the server does not let someone in.
 *
 * @module
 */
import type { ErrorCode } from "../../../signaling/protocol.ts";
import type { StringKey } from "../../strings/en.ts";

const REFUSAL_KEYS: Readonly<Partial<Record<ErrorCode, StringKey>>> = {
  "room-full": "refusedFull",
  "bad-room": "refusedBadRoom",
  "too-many-rooms": "refusedServerFull",
  "too-many-connections": "refusedServerFull",
  "too-many-from-address": "refusedAddressFull",
  "too-many-knocks": "refusedKnocksFull",
  "knock-refused": "refusedKnock",
  "knock-expired": "refusedNoAnswer",
  "removed": "removedText",
  "room-ended": "endedText",
};

const REFUSAL_TITLE_KEYS: Readonly<Partial<Record<ErrorCode, StringKey>>> = {
  "removed": "removedTitle",
  "room-ended": "endedTitle",
};

/** Codes with which people decided, so that no check of the network helps. */
const HUMAN_DECISIONS: ReadonlySet<ErrorCode | null> = new Set<ErrorCode>([
  "knock-refused",
  "knock-expired",
  "removed",
  "room-ended",
]);

/** Key of the title over the sentence. */
export function refusalTitleKeyOf(code: ErrorCode | null): StringKey {
  return (code && REFUSAL_TITLE_KEYS[code]) ?? "refusedTitle";
}

/** Key of the way back in: one who was inside comes back, one who was not tries. */
export function retryLabelKeyOf(code: ErrorCode | null): StringKey {
  return code && REFUSAL_TITLE_KEYS[code] ? "rejoin" : "tryAgain";
}

/** True where the network or the server may be the cause. */
export function suggestsConnectionCheck(code: ErrorCode | null): boolean {
  return !HUMAN_DECISIONS.has(code);
}

/** Key of the sentence for a refusal; null is a socket that was taken over. */
export function refusalKeyOf(code: ErrorCode | null): StringKey {
  if (code === null) return "refusedReplaced";
  return REFUSAL_KEYS[code] ?? "refusedOther";
}
