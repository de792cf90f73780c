/**
 * Chooses the language of the page and fills in its sentences.
 *
 * @module
 */
import type { StringKey, Strings } from "./en.ts";

/** Languages of the page, each under its own name. */
export const LANGUAGES = { en: "English", ko: "한국어" } as const;

/** One of the languages of the page. */
export type Language = keyof typeof LANGUAGES;

/** A page loads the one that it speaks. */
const STRING_LOADERS: Readonly<Record<Language, () => Promise<Strings>>> = {
  en: async () => (await import("./en.ts")).en,
  ko: async () => (await import("./ko.ts")).ko,
};

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

/** The texts of a language; rejects when the server does not give them. */
export function loadStrings(language: Language): Promise<Strings> {
  return STRING_LOADERS[language]();
}

/** Values for the places in a sentence. */
export type TextParams = Readonly<Record<string, string | number>>;

/** The sentence for a key, with `{place}` filled in. */
export function formatText(
  strings: Strings,
  key: StringKey,
  fill: TextParams = {},
): string {
  return strings[key].replace(
    /\{(\w+)\}/g,
    (place, name: string) => String(fill[name] ?? place),
  );
}
