/**
 * The menu of the control bar: a table of the less frequent actions, and the
 * version of the program.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";
import { LANGUAGE_TAGS } from "../../strings/language.ts";
import { LANGUAGES } from "../../strings/languages.ts";
import type { Actions } from "../context/actions.ts";
import { type TextFormatter, useI18n, useText } from "../context/i18n.ts";
import type { ToggleFloating } from "../floating/use_floating_call.ts";
import type { IconName } from "../ui/icon.tsx";
import { NarrowBarEntries } from "./narrow_bar_entries.tsx";
import { type ClosePopup, Popup, PopupEntry, PopupList } from "../ui/popup.tsx";
import { getMaruVersion } from "../ui/version.ts";

/** Input of the menu. */
export interface MenuProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly showShortcuts: () => void;
  readonly showLayouts: () => void;
  readonly toggleFloating: ToggleFloating;
  readonly chooseFiles: () => void;
  /** True when controls are here that the bar has no room for. */
  readonly isNarrow: boolean;
}

interface MenuEntry {
  readonly icon: IconName;
  readonly label: StringKey;
  /** False leaves the entry out. @default {true} */
  readonly isOffered?: (props: MenuProps) => boolean;
  readonly testId: string;
  readonly run: (props: MenuProps, text: TextFormatter) => void;
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
    icon: "layoutAuto",
    label: "layout",
    testId: "open-layout",
    run: ({ showLayouts }) => showLayouts(),
  },
  {
    icon: "pip",
    label: "floatingCall",
    testId: "toggle-floating",
    isOffered: ({ toggleFloating }) => toggleFloating !== null,
    run: ({ toggleFloating }) => toggleFloating?.(),
  },
  {
    icon: "record",
    label: "startRecording",
    testId: "start-recording",
    isOffered: ({ state: { recording } }) =>
      recording.isSupported && recording.phase === "off",
    run: ({ actions }, text) => actions.startRecording(text),
  },
  {
    icon: "record",
    label: "stopRecording",
    testId: "menu-stop-recording",
    isOffered: ({ state }) => state.recording.phase === "on",
    run: ({ actions }) => actions.stopRecording(),
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
  const label = text("more");
  return (
    <Popup button={{ icon: "more", label, testId: "more" }}>
      {(close) => (
        <PopupList label={label}>
          {props.isNarrow && <NarrowBarEntries {...props} close={close} />}
          {MENU_ENTRIES.filter(({ isOffered }) => isOffered?.(props) ?? true)
            .map(({ icon, label, testId, run }) => (
              <PopupEntry
                key={testId}
                icon={icon}
                testId={testId}
                close={close}
                onChoose={() => run(props, text)}
              >
                {text(label)}
              </PopupEntry>
            ))}
          <LanguageEntries close={close} />
          <p class="menu-version" translate={false} data-testid="version">
            Maru {getMaruVersion()}
          </p>
        </PopupList>
      )}
    </Popup>
  );
}

/** An entry for each other language of the page. */
function LanguageEntries(
  { close }: { readonly close: ClosePopup },
): JSX.Element {
  const { language, setLanguage } = useI18n();
  return (
    <>
      {LANGUAGE_TAGS.filter((tag) => tag !== language).map((tag) => (
        <PopupEntry
          key={tag}
          icon="globe"
          testId="other-language"
          lang={tag}
          close={close}
          onChoose={() => setLanguage(tag)}
        >
          {LANGUAGES[tag].ownName}
        </PopupEntry>
      ))}
    </>
  );
}
