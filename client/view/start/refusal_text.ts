/**
 * Texts for the error codes with which the server refuses a member.
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

/** Codes that stand for a decision of a member; a network check cannot help. */
const HUMAN_DECISIONS: ReadonlySet<ErrorCode | null> = new Set<ErrorCode>([
  "knock-refused",
  "knock-expired",
  "removed",
  "room-ended",
]);

/** True for codes about invitations, whose texts are loaded on demand. */
export function isInvitationRefusal(code: ErrorCode | null): boolean {
  return code?.includes("invitation") === true;
}

/** Key of the title of the end page. */
export function refusalTitleKeyOf(code: ErrorCode | null): StringKey {
  return (code && REFUSAL_TITLE_KEYS[code]) ?? "refusedTitle";
}

/** Key of the retry button: "rejoin" after a call, otherwise "try again". */
export function retryLabelKeyOf(code: ErrorCode | null): StringKey {
  return code && REFUSAL_TITLE_KEYS[code] ? "rejoin" : "tryAgain";
}

/** True when network or server may be the cause. */
export function suggestsConnectionCheck(code: ErrorCode | null): boolean {
  return !HUMAN_DECISIONS.has(code) && !isInvitationRefusal(code);
}

/** Key of the explanation; null means that another page took over the seat. */
export function refusalKeyOf(code: ErrorCode | null): StringKey {
  if (code === null) return "refusedReplaced";
  return REFUSAL_KEYS[code] ?? "refusedOther";
}
