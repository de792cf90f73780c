/**
 * The keys of the call: a table, and what counts as one of them being meant.
 *
 * @module
 */
import type { StringKey } from "../../strings/en.ts";

/** What a key does. */
export type ShortcutName =
  | "microphone"
  | "camera"
  | "screen"
  | "chat"
  | "people"
  | "full-screen"
  | "link"
  | "list";

/** One row of the table. */
export interface Shortcut {
  readonly name: ShortcutName;
  /** The character, as the keyboard's label says. */
  readonly key: string;
  /** Place of the key, for keyboards that write no Latin letters. */
  readonly code: string;
  readonly needsShift?: boolean;
  readonly label: StringKey;
}

/** All keys, in the order of the list. */
export const SHORTCUTS: readonly Shortcut[] = [
  {
    name: "microphone",
    key: "m",
    code: "KeyM",
    label: "shortcutMicrophone",
  },
  { name: "camera", key: "v", code: "KeyV", label: "shortcutCamera" },
  { name: "screen", key: "s", code: "KeyS", label: "shortcutScreen" },
  { name: "chat", key: "c", code: "KeyC", label: "shortcutChat" },
  { name: "people", key: "p", code: "KeyP", label: "shortcutPeople" },
  {
    name: "full-screen",
    key: "f",
    code: "KeyF",
    label: "shortcutFullScreen",
  },
  { name: "link", key: "l", code: "KeyL", label: "shortcutLink" },
  {
    name: "list",
    key: "?",
    code: "Slash",
    needsShift: true,
    label: "shortcutList",
  },
];

/** The part of `KeyboardEvent` that decides. */
export type KeyPress = Pick<
  KeyboardEvent,
  | "key"
  | "code"
  | "ctrlKey"
  | "altKey"
  | "metaKey"
  | "shiftKey"
  | "repeat"
  | "isComposing"
>;

/** What a key press means, or null when it is not for us. */
export function matchShortcut(facts: KeyPress): ShortcutName | null {
  const { ctrlKey, altKey, metaKey, repeat, isComposing } = facts;
  if (ctrlKey || altKey || metaKey || repeat || isComposing) return null;
  const found = SHORTCUTS.find((shortcut) => matchesKeyPress(shortcut, facts));
  return found?.name ?? null;
}

function matchesKeyPress(
  { key, code, needsShift = false }: Shortcut,
  facts: KeyPress,
): boolean {
  if (facts.key === key) return true;
  if (facts.shiftKey !== needsShift) return false;
  // Caps lock, or an alphabet in which this key writes another letter.
  const typed = facts.key.toLowerCase();
  return typed === key || (!/^[\x20-\x7e]$/.test(typed) && facts.code === code);
}

/** Elements in which letters are letters. */
const EDITABLE_SELECTOR = "input, textarea, select, [contenteditable], dialog";

/** True where a press of a letter means the letter. */
export function isEditableTarget(target: EventTarget | null): boolean {
  return target instanceof Element &&
    target.closest(EDITABLE_SELECTOR) !== null;
}
