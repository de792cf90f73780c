/**
 * Loads the texts of the connection check, which no other page needs.
 *
 * @module
 */
import type { CheckStrings } from "./check_en.ts";
import type { Strings } from "./en.ts";
import { type Language, loadStrings } from "./language.ts";

/** Loads the texts of the check alone, a chunk for each language. */
const CHECK_LANGUAGES: Readonly<
  Record<Language, () => Promise<CheckStrings>>
> = {
  en: async () => (await import("./check_en.ts")).checkEn,
  ko: async () => (await import("./check_ko.ts")).checkKo,
};

/** Loads the texts of the check with those of all pages. */
export async function loadCheckStrings(language: Language): Promise<Strings> {
  const [base, check] = await Promise.all([
    loadStrings(language),
    CHECK_LANGUAGES[language](),
  ]);
  return { ...base, ...check };
}
