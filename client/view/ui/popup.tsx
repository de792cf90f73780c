/**
 * A button with a popup above it, and lists of buttons in it that the arrow
 * keys walk through.
 *
 * @module
 */
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  Button,
  type ButtonProps,
  IconButton,
  type IconButtonProps,
} from "./button.tsx";
import { classNames } from "./class_names.ts";

/** Closes a popup; its button gets the focus. */
export type ClosePopup = () => void;

/** Input of a popup. */
export interface PopupProps {
  readonly button: Omit<IconButtonProps, "onClick" | "ref" | "aria-expanded">;
  readonly class?: string;
  /** Content of the open popup. */
  readonly children: (close: ClosePopup) => JSX.Element;
}

/** The button, and while open the popup, which Escape, focus elsewhere or a press outside closes. */
export function Popup(
  { button, class: ownClass, children }: PopupProps,
): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  const buttonRef = useRef<HTMLButtonElement>(null);
  const close = () => {
    buttonRef.current?.focus();
    setOpen(false);
  };
  useLayoutEffect(() => {
    if (!isOpen) return;
    const onPress = ({ target }: Event) => {
      if (!(target instanceof Node && ref.current?.contains(target))) {
        setOpen(false);
      }
    };
    document.addEventListener("pointerdown", onPress);
    return () => document.removeEventListener("pointerdown", onPress);
  }, [isOpen]);
  return (
    <div
      class={classNames("popup", ownClass)}
      ref={ref}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        // The panel around it stays open.
        event.stopPropagation();
        close();
      }}
      onFocusOut={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node)) return;
        if (!ref.current?.contains(relatedTarget)) setOpen(false);
      }}
    >
      <IconButton
        {...button}
        ref={buttonRef}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      />
      {isOpen && children(close)}
    </div>
  );
}

/** Buttons in a popup; the chosen or first one has the focus when it opens. */
export function PopupList(
  { label, role = "group", class: ownClass, children }: {
    readonly label: string;
    readonly role?: "group" | "menu";
    readonly class?: string;
    readonly children: ComponentChildren;
  },
): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const list = ref.current;
    const chosen = list?.querySelector<HTMLElement>('[aria-checked="true"]');
    (chosen ?? list?.querySelector("button"))?.focus();
  }, []);
  return (
    <div
      class={classNames("menu", ownClass)}
      ref={ref}
      role={role}
      aria-label={label}
      onKeyDown={(event) => moveListFocus(event, ref.current)}
    >
      {children}
    </div>
  );
}

/** A button of a list; the popup closes before `onChoose`. */
export function PopupEntry(
  { close, onChoose, ...button }:
    & Omit<ButtonProps, "variant" | "class" | "onClick">
    & { readonly close: ClosePopup; readonly onChoose: () => void },
): JSX.Element {
  return (
    <Button
      {...button}
      variant="bare"
      class="menu-entry"
      onClick={() => {
        close();
        onChoose();
      }}
    />
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
};

/** Moves the focus with the arrow keys, wrapping at both ends; Home and End go there. */
function moveListFocus(event: KeyboardEvent, list: HTMLElement | null): void {
  const entries = [...list?.querySelectorAll("button") ?? []];
  const index = entries.findIndex((entry) => entry === document.activeElement);
  const step = STEPS[event.key];
  const next = step !== undefined
    ? (index + step) % entries.length
    : { Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  entries.at(next)?.focus();
}
