/**
 * Languages of the page. One more is a file with its texts and a row here.
 *
 * @module
 */
import type { CheckStrings } from "./check_en.ts";
import type { BaseStrings } from "./en.ts";

/** A language of the page. */
export interface LanguageEntry {
  /** Name of the language in itself, for the language switch. */
  readonly ownName: string;
  /** Loads the texts, which are a chunk of their own. */
  readonly load: () => Promise<BaseStrings>;
  /** Loads the texts of the connection check. */
  readonly loadCheck: () => Promise<CheckStrings>;
}

/** All languages by BCP 47 tag (primary subtag), in the order of the switch. */
export const LANGUAGES = {
  en: {
    ownName: "English",
    load: async () => (await import("./en.ts")).en,
    loadCheck: async () => (await import("./check_en.ts")).checkEn,
  },
  ko: {
    ownName: "한국어",
    load: async () => (await import("./ko.ts")).ko,
    loadCheck: async () => (await import("./check_ko.ts")).checkKo,
  },
} as const satisfies Readonly<Record<string, LanguageEntry>>;
