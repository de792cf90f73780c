/**
 * Loads the texts of `/learn`, which no other page needs.
 *
 * @module
 */
import type { Strings } from "./en.ts";
import { type Language, loadStrings } from "./language.ts";
import type { LearnStrings } from "./learn_en.ts";
import { TRACE_STRINGS } from "./trace_strings.ts";

/** Loads the texts of the page alone, a chunk for each language. */
const LEARN_LANGUAGES: Readonly<
  Record<Language, () => Promise<LearnStrings>>
> = {
  en: async () => (await import("./learn_en.ts")).learnEn,
  ko: async () => (await import("./learn_ko.ts")).learnKo,
};

/** Loads the texts of the page with those of all pages. */
export async function loadLearnStrings(language: Language): Promise<Strings> {
  const [base, learn] = await Promise.all([
    loadStrings(language),
    LEARN_LANGUAGES[language](),
  ]);
  return { ...base, ...TRACE_STRINGS[language], ...learn };
}
