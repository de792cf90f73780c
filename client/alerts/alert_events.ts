/**
 * What a person who does not see the page has to know: compares two states of
 * the call. Pure.
 *
 * @module
 */
import type { CallState } from "../engine/call/call_state.ts";
import { OPERATOR } from "../engine/chat/chat_log.ts";
import type { StringKey } from "../strings/en.ts";

/** All kinds of alerts; each has a sound of its own. */
export const ALERT_KINDS = ["knock", "join", "chat", "file"] as const;

/** Kind of an alert. */
export type AlertKind = (typeof ALERT_KINDS)[number];

/** One alert. */
export interface AlertEvent {
  readonly kind: AlertKind;
  /** Key of its text, with the parameters `name` and `text`. */
  readonly key: StringKey;
  /** Empty for a person without a name. */
  readonly name: string;
  /** Key of what stands for an empty name. */
  readonly fallbackNameKey: StringKey;
  readonly text: string;
}

/** Age above which a message is history, which a newcomer receives. */
export const MAX_ALERT_AGE_MS = 300_000;
/** Longest part of a message in an alert, in UTF-16 code units. */
const MAX_ALERT_TEXT_LENGTH = 200;

/** Alerts for the change from one state to the next; none outside a call. */
export function findAlertEvents(
  before: CallState,
  after: CallState,
  nowMs: number,
): AlertEvent[] {
  if (before.phase !== "joined" || after.phase !== "joined") return [];
  const oldestMs = nowMs - MAX_ALERT_AGE_MS;
  return [
    ...addedTo(before.room.knocks, after.room.knocks)
      .map(({ name }) => makeAlert("knock", "knocks", name)),
    // Only the first other member ends a wait.
    ...addedTo(before.notices, after.notices)
      .filter(({ kind }) => kind === "joined")
      .filter(() => after.remoteMembers.length === 1)
      .map(({ name }) => makeAlert("join", "joined", name)),
    ...addedTo(before.chat, after.chat)
      .filter(({ from, atMs }) => from !== null && atMs >= oldestMs)
      .map(({ from, name, text }) =>
        makeAlert(
          "chat",
          "chatFrom",
          name,
          text,
          from === OPERATOR ? "operator" : "guest",
        )
      ),
    ...addedTo(before.notices, after.notices)
      .filter(({ kind }) => kind === "file-offered")
      .map(({ name }) => makeAlert("file", "noticeFileOffered", name)),
  ];
}

function makeAlert(
  kind: AlertKind,
  key: StringKey,
  name: string,
  text = "",
  fallbackNameKey: StringKey = "guest",
): AlertEvent {
  return {
    kind,
    key,
    name,
    fallbackNameKey,
    text: text.slice(0, MAX_ALERT_TEXT_LENGTH),
  };
}

function addedTo<T extends { readonly id: string | number }>(
  before: readonly T[],
  after: readonly T[],
): T[] {
  if (before === after) return [];
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}
