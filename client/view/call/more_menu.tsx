/**
 * The menu of the control bar: a table of what is wanted less often.
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
import { Icon, type IconName } from "../ui/icon.tsx";
import { useI18n, useText } from "../context/i18n.ts";

/** What the menu gets of the control bar. */
export interface MenuProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly showShortcuts: () => void;
}

interface MenuEntry {
  readonly icon: IconName;
  readonly label: StringKey;
  readonly testId: string;
  /** Left out where it makes no sense. */
  readonly isShown?: (props: MenuProps) => boolean;
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

/** The button and, when it was pressed, the menu above it. */
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
        if (relatedTarget instanceof Node) {
          setOpen((was) =>
            was && ref.current?.contains(relatedTarget) === true
          );
        }
      }}
    >
      <button
        type="button"
        ref={button}
        class={`round ${isOpen ? "is-open" : ""}`}
        data-testid="more"
        aria-label={text("more")}
        aria-expanded={isOpen}
        title={text("more")}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
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
  const shown = MENU_ENTRIES.filter(({ isShown }) => isShown?.(props) ?? true);
  return (
    <div
      class="menu"
      ref={ref}
      role="group"
      aria-label={text("more")}
      onKeyDown={(event) => moveMenuFocus(event, ref.current)}
    >
      {shown.map(({ icon, label, testId, run }) => (
        <button
          key={testId}
          type="button"
          class="menu-entry"
          data-testid={testId}
          onClick={() => {
            close();
            run(props);
          }}
        >
          <Icon name={icon} />
          {text(label)}
        </button>
      ))}
      <LanguageEntries close={close} />
    </div>
  );
}

/** Changes the language of the page to each of the others. */
function LanguageEntries(
  { close }: { readonly close: () => void },
): JSX.Element {
  const { language, setLanguage } = useI18n();
  return (
    <>
      {LANGUAGE_TAGS.filter((tag) => tag !== language).map((tag) => (
        <button
          key={tag}
          type="button"
          class="menu-entry"
          data-testid="other-language"
          lang={tag}
          onClick={() => {
            close();
            setLanguage(tag);
          }}
        >
          <Icon name="globe" />
          {LANGUAGES[tag].ownName}
        </button>
      ))}
    </>
  );
}

/** The arrow keys go from entry to entry, round and round. */
function moveMenuFocus(event: KeyboardEvent, menu: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !menu) return;
  event.preventDefault();
  const entries = [...menu.querySelectorAll("button")];
  const at = entries.findIndex((entry) => entry === document.activeElement);
  entries.at((at + step) % entries.length)?.focus();
}
