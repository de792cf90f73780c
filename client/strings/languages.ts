/**
 * Languages of the page. One more is a file with its texts and a row here;
 * those of the connection check are in `check_strings.ts`.
 *
 * @module
 */
import type { BaseStrings } from "./en.ts";

/** A language of the page. */
export interface LanguageEntry {
  /** Name of the language in itself, for the language switch. */
  readonly ownName: string;
  /** Loads the texts, which are a chunk of their own. */
  readonly load: () => Promise<BaseStrings>;
}

/** All languages by BCP 47 tag (primary subtag), in the order of the switch. */
export const LANGUAGES = {
  en: {
    ownName: "English",
    load: async () => (await import("./en.ts")).en,
  },
  ko: {
    ownName: "한국어",
    load: async () => (await import("./ko.ts")).ko,
  },
} as const satisfies Readonly<Record<string, LanguageEntry>>;
