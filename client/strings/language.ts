/**
 * Chooses the language of the page and fills in its sentences.
 *
 * @module
 */
import { en, type StringKey, type Strings } from "./en.ts";
import { ko } from "./ko.ts";

/** Languages of the page, each under its own name. */
export const LANGUAGES = { en: "English", ko: "한국어" } as const;

/** One of the languages of the page. */
export type Language = keyof typeof LANGUAGES;

const TABLES: Readonly<Record<Language, Strings>> = { en, ko };

/** True when the page speaks this language. */
export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(LANGUAGES, value);
}

/**
 * The first of the person's languages that the page speaks, or English.
 *
 * @param preferred BCP 47 tags, best first, as `navigator.languages` has them.
 */
export function pickLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split("-")[0];
    if (isLanguage(language)) return language;
  }
  return "en";
}

/** Values for the places in a sentence. */
export type Fill = Readonly<Record<string, string | number>>;

/** The sentence for a key, with `{place}` filled in. */
export function textOf(
  language: Language,
  key: StringKey,
  fill: Fill = {},
): string {
  return TABLES[language][key].replace(
    /\{(\w+)\}/g,
    (place, name: string) => String(fill[name] ?? place),
  );
}
