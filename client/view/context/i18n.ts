/**
 * Gives views access to the language of the page and its texts.
 *
 * @module
 */
import { createContext } from "preact";
import { useContext, useEffect } from "preact/hooks";
import type { StringKey } from "../../strings/en.ts";
import {
  formatText,
  type Language,
  type LanguageTexts,
  type TextParams,
} from "../../strings/language.ts";

/** Formats the text of a key in the language of the page. */
export type TextFormatter = (key: StringKey, params?: TextParams) => string;

/** Language of the page, its texts, and a setter. */
export interface I18n extends LanguageTexts {
  readonly setLanguage: (language: Language) => void;
}

/** Provided at the root of the page. */
export const I18nContext = createContext<I18n | null>(null);

/** Language of the page; no view is rendered before it is loaded. */
export function useI18n(): I18n {
  const i18n = useContext(I18nContext);
  if (!i18n) throw new TypeError("A view is rendered outside I18nContext");
  return i18n;
}

/** Text formatter for the language of the page. */
export function useText(): TextFormatter {
  const i18n = useI18n();
  return (key, params) => formatText(i18n, key, params);
}

/** Sets the document title to a text in the language of the page. */
export function useDocumentTitle(key: StringKey): void {
  const title = useText()(key);
  useEffect(() => {
    document.title = `${title} · Maru`;
  }, [title]);
}
