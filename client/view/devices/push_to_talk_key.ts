/**
 * The space bar as the key of push to talk: only where it does nothing else,
 * and never held for longer than the page can see it.
 *
 * @module
 */
import { useEffect } from "preact/hooks";

/** The part of an element that is looked at. */
export interface FocusedElement {
  readonly tagName: string;
  readonly isContentEditable?: boolean;
  getAttribute(name: string): string | null;
}

/** Elements in which Space writes, chooses or plays. */
const SPACE_TAGS = new Set([
  "INPUT",
  "TEXTAREA",
  "SELECT",
  "SUMMARY",
  "AUDIO",
  "VIDEO",
]);

const SPACE_ROLES = new Set([
  "checkbox",
  "combobox",
  "menuitem",
  "option",
  "radio",
  "slider",
  "switch",
  "tab",
  "textbox",
]);

/**
 * True when Space has a meaning of its own where the focus is. A button is
 * pressed by it when one came there by keyboard; a mouse only left the focus
 * behind.
 */
export function consumesSpaceKey(
  element: FocusedElement | null,
  cameByKeyboard: boolean,
): boolean {
  if (!element) return false;
  const role = element.getAttribute("role");
  if (element.tagName === "BUTTON" && role === null) {
    return cameByKeyboard;
  }
  return SPACE_TAGS.has(element.tagName) ||
    element.isContentEditable === true ||
    (role !== null && SPACE_ROLES.has(role));
}

/** Calls `onHold` with true while Space is down; nothing while not enabled. */
export function usePushToTalkKey(
  isEnabled: boolean,
  onHold: (isHeld: boolean) => void,
): void {
  useEffect(() => {
    if (!isEnabled) return;
    let isHeld = false;
    // Asked when the focus comes: once a key is down it is always visible.
    let cameByKeyboard = false;
    const isTaken = () =>
      consumesSpaceKey(document.activeElement, cameByKeyboard);
    const hold = (next: boolean) => {
      if (next === isHeld) return;
      isHeld = next;
      onHold(next);
    };
    const onDown = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
      if (event.code !== "Space" || !isPlain) return;
      if (!isHeld && isTaken()) return;
      // Else the page would scroll.
      event.preventDefault();
      hold(true);
    };
    const onUp = (event: KeyboardEvent) => {
      if (event.code !== "Space" || !isHeld) return;
      // Else the button that the mouse left the focus on would be pressed.
      event.preventDefault();
      hold(false);
    };
    const end = () => hold(false);
    const ending = new AbortController();
    const { signal } = ending;
    addEventListener("keydown", onDown, { signal });
    addEventListener("keyup", onUp, { signal });
    addEventListener("blur", end, { signal });
    addEventListener("focusin", () => {
      cameByKeyboard =
        document.activeElement?.matches(":focus-visible") === true;
      if (isTaken()) end();
    }, { signal });
    document.addEventListener("visibilitychange", end, { signal });
    return () => {
      end();
      ending.abort();
    };
  }, [isEnabled]);
}
