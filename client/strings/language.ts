/**
 * Chooses the language of the page and formats its texts.
 *
 * @module
 */
import type { StringKey, Strings } from "./en.ts";
import type { PluralForms } from "./plural_forms.ts";
import { LANGUAGES } from "./languages.ts";

/** Tag of a language of the page. */
export type Language = keyof typeof LANGUAGES;

/** Language of a person none of whose languages the page has. */
const FALLBACK: Language = "en";

/** True when the page has this language. */
export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(LANGUAGES, value);
}

/** Tags of all languages, in the order of the language switch. */
export const LANGUAGE_TAGS: readonly Language[] = Object.keys(LANGUAGES)
  .filter(isLanguage);

/**
 * The first of the person's languages that the page has, or the fallback.
 *
 * @param preferred BCP 47 tags, best first, as `navigator.languages` has them.
 */
export function pickLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split("-")[0];
    if (isLanguage(language)) return language;
  }
  return FALLBACK;
}

/** Loads the texts of a language; rejects when the server does not answer. */
export type StringsLoader = (language: Language) => Promise<Strings>;

/** Loads the texts of all pages but the connection check. */
export function loadStrings(language: Language): Promise<Strings> {
  return LANGUAGES[language].load();
}

/** A language with its texts. */
export interface LanguageTexts {
  readonly language: Language;
  readonly strings: Strings;
}

/** Values for the `{parameters}` of a text; a count is `n`. */
export type TextParams = Readonly<Record<string, string | number>>;

/** The text of a key in the plural form for `n`, with its parameters filled in. */
export function formatText(
  { language, strings }: LanguageTexts,
  key: StringKey,
  params: TextParams = {},
): string {
  const text: string | PluralForms = strings[key] ?? key;
  const form = typeof text === "string"
    ? text
    : pluralForm(language, text, Number(params.n));
  return form.replace(
    /\{(\w+)\}/g,
    (placeholder, name: string) => isolate(String(params[name] ?? placeholder)),
  );
}

/** Letters that are written from right to left. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1eeff}]/u;

/**
 * Keeps the direction of a value from changing the order of the text around it
 * (first strong isolate, Unicode Standard Annex 9).
 */
function isolate(value: string): string {
  return RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value;
}

/** Made once a language: each takes longer than a text. */
const pluralRules = new Map<Language, Intl.PluralRules>();

function pluralForm(
  language: Language,
  forms: PluralForms,
  n: number,
): string {
  const rules = pluralRules.get(language) ?? new Intl.PluralRules(language);
  pluralRules.set(language, rules);
  return forms[rules.select(n)] ?? forms.other;
}
