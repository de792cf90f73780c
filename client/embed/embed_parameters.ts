/**
 * Parameters of a call in an iframe: `/r/NAME?embed&name=Ada&lobby=skip`.
 *
 * @module
 */
import { cleanDisplayName } from "../../signaling/display_name.ts";
import { isLanguage, type Language } from "../strings/language.ts";
import { type HiddenName, isHiddenName } from "./hidden_controls.ts";
import type { Theme } from "./page_theme.ts";
import { isTheme } from "./page_theme.ts";

/** What the embedding page chose. */
export interface EmbedParameters {
  /** Null when the page gives none. */
  readonly name: string | null;
  readonly isMicrophoneOff: boolean;
  readonly isCameraOff: boolean;
  readonly skipsLobby: boolean;
  readonly theme: Theme;
  /** Null: as this browser prefers. */
  readonly language: Language | null;
  readonly hidden: ReadonlySet<HiddenName>;
  /** Parameters that have no effect, such as `colour=red`. */
  readonly ignored: readonly string[];
}

/** Longest part of an ignored parameter that is reported. */
const MAX_REPORTED = 80;
/** Most ignored parameters that are reported. */
const MAX_IGNORED = 20;

type Draft = { -readonly [N in keyof EmbedParameters]: EmbedParameters[N] };

/** Reads one parameter into the draft; false for a value that it does not have. */
type Reader = (value: string, draft: Draft) => boolean;

function choose<T extends string>(
  words: readonly [off: T, on: T],
  apply: (draft: Draft, isOn: boolean) => void,
): Reader {
  return (value, draft) => {
    const index = words.findIndex((word) => word === value);
    if (index < 0) return false;
    apply(draft, index === 1);
    return true;
  };
}

const READERS: Readonly<Record<string, Reader>> = {
  embed: () => true,
  name: (value, draft) => {
    draft.name = cleanDisplayName(value) || null;
    return draft.name !== null;
  },
  microphone: choose(["off", "on"], (draft, isOn) => {
    draft.isMicrophoneOff = !isOn;
  }),
  camera: choose(["off", "on"], (draft, isOn) => {
    draft.isCameraOff = !isOn;
  }),
  lobby: choose(["show", "skip"], (draft, skips) => {
    draft.skipsLobby = skips;
  }),
  theme: (value, draft) => {
    if (!isTheme(value)) return false;
    draft.theme = value;
    return true;
  },
  lang: (value, draft) => {
    if (!isLanguage(value)) return false;
    draft.language = value;
    return true;
  },
};

/** Reads the query of the page's address. */
export function parseEmbedParameters(query: URLSearchParams): EmbedParameters {
  const hidden = new Set<HiddenName>();
  const ignored: string[] = [];
  const draft: Draft = {
    name: null,
    isMicrophoneOff: false,
    isCameraOff: false,
    skipsLobby: false,
    theme: "auto",
    language: null,
    hidden,
    ignored,
  };
  const ignore = (name: string, value: string) => {
    if (ignored.length >= MAX_IGNORED) return;
    ignored.push(`${name}=${value}`.slice(0, MAX_REPORTED));
  };
  for (const [name, value] of query) {
    if (name === "hide") {
      for (const word of value.split(",")) {
        if (isHiddenName(word)) hidden.add(word);
        else ignore(name, word);
      }
    } else if (
      !Object.hasOwn(READERS, name) || !READERS[name]?.(value, draft)
    ) {
      ignore(name, value);
    }
  }
  return draft;
}
