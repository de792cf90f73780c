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

/** Elements in which Space writes, presses or opens. */
const TAKES_SPACE = new Set([
  "INPUT",
  "TEXTAREA",
  "SELECT",
  "BUTTON",
  "SUMMARY",
  "AUDIO",
  "VIDEO",
]);

/** True when Space has a meaning of its own where the focus is. */
export function takesSpace(element: FocusedElement | null): boolean {
  if (!element) return false;
  // A role is given to what acts like a control.
  const role = element.getAttribute("role");
  return TAKES_SPACE.has(element.tagName) ||
    element.isContentEditable === true ||
    (role !== null && CONTROL_ROLES.has(role));
}

const CONTROL_ROLES = new Set([
  "button",
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

/** Calls `onHold` with true while Space is down; nothing while not enabled. */
export function useTalkKey(
  isEnabled: boolean,
  onHold: (isHeld: boolean) => void,
): void {
  useEffect(() => {
    if (!isEnabled) return;
    let isHeld = false;
    const hold = (next: boolean) => {
      if (next === isHeld) return;
      isHeld = next;
      onHold(next);
    };
    const onDown = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
      if (event.code !== "Space" || !isPlain) return;
      if (!isHeld && takesSpace(document.activeElement)) return;
      // Else the page would scroll.
      event.preventDefault();
      hold(true);
    };
    const onUp = ({ code }: KeyboardEvent) => code === "Space" && hold(false);
    const end = () => hold(false);
    const ending = new AbortController();
    const { signal } = ending;
    addEventListener("keydown", onDown, { signal });
    addEventListener("keyup", onUp, { signal });
    addEventListener("blur", end, { signal });
    addEventListener("focusin", () => {
      if (takesSpace(document.activeElement)) end();
    }, { signal });
    document.addEventListener("visibilitychange", end, { signal });
    return () => {
      end();
      ending.abort();
    };
  }, [isEnabled]);
}
