/**
 * The keyboard shortcuts of the call, and the match of a key press.
 *
 * @module
 */
import type { StringKey } from "../../strings/en.ts";

/** Function of a shortcut. */
export type ShortcutName =
  | "microphone"
  | "camera"
  | "screen"
  | "motion"
  | "chat"
  | "people"
  | "layout"
  | "hand"
  | "full-screen"
  | "link"
  | "list";

/** A shortcut and its key. */
export interface Shortcut {
  readonly name: ShortcutName;
  /** `KeyboardEvent.key`: the character. */
  readonly key: string;
  /** `KeyboardEvent.code`: the physical key, for layouts without Latin letters. */
  readonly code: string;
  readonly needsShift?: boolean;
  readonly label: StringKey;
}

/** All shortcuts, in display order. */
export const SHORTCUTS: readonly Shortcut[] = [
  {
    name: "microphone",
    key: "m",
    code: "KeyM",
    label: "shortcutMicrophone",
  },
  { name: "camera", key: "v", code: "KeyV", label: "shortcutCamera" },
  { name: "screen", key: "s", code: "KeyS", label: "shortcutScreen" },
  { name: "motion", key: "o", code: "KeyO", label: "shortcutMotion" },
  { name: "chat", key: "c", code: "KeyC", label: "shortcutChat" },
  { name: "people", key: "p", code: "KeyP", label: "shortcutPeople" },
  { name: "layout", key: "w", code: "KeyW", label: "shortcutLayout" },
  { name: "hand", key: "h", code: "KeyH", label: "shortcutHand" },
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

/** Subset of `KeyboardEvent` in use. */
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

/** Shortcut of a key press, or null. */
export function matchShortcut(press: KeyPress): ShortcutName | null {
  const { ctrlKey, altKey, metaKey, repeat, isComposing } = press;
  if (ctrlKey || altKey || metaKey || repeat || isComposing) return null;
  return SHORTCUTS.find((shortcut) => matchesKeyPress(shortcut, press))?.name ??
    null;
}

function matchesKeyPress(
  { key, code, needsShift = false }: Shortcut,
  press: KeyPress,
): boolean {
  if (press.key === key) return true;
  if (press.shiftKey !== needsShift) return false;
  // Caps lock, or a layout without Latin letters on this key.
  const typed = press.key.toLowerCase();
  return typed === key || (!/^[\x20-\x7e]$/.test(typed) && press.code === code);
}

/** Elements that take text input, and dialogs. */
const EDITABLE_SELECTOR = "input, textarea, select, [contenteditable], dialog";

/** True where a letter key types a letter. */
export function isEditableTarget(target: EventTarget | null): boolean {
  return target instanceof Element &&
    target.closest(EDITABLE_SELECTOR) !== null;
}
