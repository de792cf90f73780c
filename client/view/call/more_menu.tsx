/**
 * The menu of the control bar: a table of the less frequent actions, and the
 * version of the program.
 *
 * @module
 */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";
import { LANGUAGE_TAGS } from "../../strings/language.ts";
import { LANGUAGES } from "../../strings/languages.ts";
import type { Actions } from "../context/actions.ts";
import { useI18n, useText } from "../context/i18n.ts";
import { Button, IconButton } from "../ui/button.tsx";
import type { IconName } from "../ui/icon.tsx";
import { getMaruVersion } from "../ui/version.ts";

/** Input of the menu. */
export interface MenuProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly showShortcuts: () => void;
}

interface MenuEntry {
  readonly icon: IconName;
  readonly label: StringKey;
  readonly testId: string;
  readonly run: (props: MenuProps) => void;
}

const MENU_ENTRIES: readonly MenuEntry[] = [
  {
    icon: "invite",
    label: "invite",
    testId: "open-invite",
    run: ({ actions }) => actions.openPanel("invite"),
  },
  {
    icon: "link",
    label: "copyLink",
    testId: "copy-link",
    run: ({ actions }) => actions.copyLink(),
  },
  {
    icon: "bars",
    label: "quality",
    testId: "open-quality",
    run: ({ actions }) => actions.openPanel("quality"),
  },
  {
    icon: "settings",
    label: "settings",
    testId: "open-settings",
    run: ({ actions }) => actions.openPanel("settings"),
  },
  {
    icon: "keyboard",
    label: "shortcuts",
    testId: "show-shortcuts",
    run: ({ showShortcuts }) => showShortcuts(),
  },
];

/** The button, and while open the menu above it. */
export function MoreMenu(props: MenuProps): JSX.Element {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    button.current?.focus();
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
      class="more"
      ref={ref}
      onKeyDown={(event) => {
        if (event.key === "Escape" && isOpen) close();
      }}
      onFocusOut={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node)) return;
        if (!ref.current?.contains(relatedTarget)) setOpen(false);
      }}
    >
      <IconButton
        ref={button}
        icon="more"
        label={text("more")}
        testId="more"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      />
      {isOpen && <Menu {...props} close={close} />}
    </div>
  );
}

function Menu(
  { close, ...props }: MenuProps & { readonly close: () => void },
): JSX.Element {
  const text = useText();
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => ref.current?.querySelector("button")?.focus(), []);
  return (
    <div
      class="menu"
      ref={ref}
      role="group"
      aria-label={text("more")}
      onKeyDown={(event) => moveMenuFocus(event, ref.current)}
    >
      {MENU_ENTRIES.map(({ icon, label, testId, run }) => (
        <Button
          key={testId}
          variant="bare"
          class="menu-entry"
          icon={icon}
          testId={testId}
          onClick={() => {
            close();
            run(props);
          }}
        >
          {text(label)}
        </Button>
      ))}
      <LanguageEntries close={close} />
      <p class="menu-version" translate={false} data-testid="version">
        Maru {getMaruVersion()}
      </p>
    </div>
  );
}

/** An entry for each other language of the page. */
function LanguageEntries(
  { close }: { readonly close: () => void },
): JSX.Element {
  const { language, setLanguage } = useI18n();
  return (
    <>
      {LANGUAGE_TAGS.filter((tag) => tag !== language).map((tag) => (
        <Button
          key={tag}
          variant="bare"
          class="menu-entry"
          icon="globe"
          testId="other-language"
          lang={tag}
          onClick={() => {
            close();
            setLanguage(tag);
          }}
        >
          {LANGUAGES[tag].ownName}
        </Button>
      ))}
    </>
  );
}

/** Moves the focus with the arrow keys, wrapping at both ends. */
function moveMenuFocus(event: KeyboardEvent, menu: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !menu) return;
  event.preventDefault();
  const entries = [...menu.querySelectorAll("button")];
  const index = entries.findIndex((entry) => entry === document.activeElement);
  entries.at((index + step) % entries.length)?.focus();
}
