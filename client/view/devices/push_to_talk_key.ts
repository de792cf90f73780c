/**
 * The space bar as push-to-talk key: only while the focused element does not
 * use it, and released when the page loses the focus or is hidden.
 *
 * @module
 */
import { useEffect } from "preact/hooks";

/** Subset of `Element` in use. */
export interface FocusedElement {
  readonly tagName: string;
  readonly isContentEditable?: boolean;
  getAttribute(name: string): string | null;
}

/** Elements that use Space to type, select or play. */
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
 * True when the focused element uses Space. A button does only when it was
 * focused by keyboard: a mouse click leaves the focus on it by accident.
 */
export function consumesSpaceKey(
  element: FocusedElement | null,
  isKeyboardFocus: boolean,
): boolean {
  if (!element) return false;
  const role = element.getAttribute("role");
  if (element.tagName === "BUTTON" && role === null) {
    return isKeyboardFocus;
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
    // Read on focus: after any key press `:focus-visible` always matches.
    let isKeyboardFocus = false;
    const isConsumed = () =>
      consumesSpaceKey(document.activeElement, isKeyboardFocus);
    const hold = (next: boolean) => {
      if (next === isHeld) return;
      isHeld = next;
      onHold(next);
    };
    const onDown = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
      if (event.code !== "Space" || !isPlain) return;
      if (!isHeld && isConsumed()) return;
      // Prevents scrolling.
      event.preventDefault();
      hold(true);
    };
    const onUp = (event: KeyboardEvent) => {
      if (event.code !== "Space" || !isHeld) return;
      // Prevents a click on the focused button.
      event.preventDefault();
      hold(false);
    };
    const release = () => hold(false);
    const listenersAbort = new AbortController();
    const { signal } = listenersAbort;
    addEventListener("keydown", onDown, { signal });
    addEventListener("keyup", onUp, { signal });
    addEventListener("blur", release, { signal });
    addEventListener("focusin", () => {
      isKeyboardFocus =
        document.activeElement?.matches(":focus-visible") === true;
      if (isConsumed()) release();
    }, { signal });
    document.addEventListener("visibilitychange", release, { signal });
    return () => {
      release();
      listenersAbort.abort();
    };
  }, [isEnabled]);
}
