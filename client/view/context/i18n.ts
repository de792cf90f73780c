/**
 * Hands the language down to all views.
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

/** The language of the page and the way to change it. */
export interface I18n extends LanguageTexts {
  readonly setLanguage: (language: Language) => void;
}

/** Provided at the root of the page. */
export const I18nContext = createContext<I18n | null>(null);

/** The language of the page; a view is not drawn before it is loaded. */
export function useI18n(): I18n {
  const i18n = useContext(I18nContext);
  if (!i18n) throw new TypeError("A view outside of I18nContext");
  return i18n;
}

/** The texts in the language of the page. */
export function useText(): TextFormatter {
  const i18n = useI18n();
  return (key, params) => formatText(i18n, key, params);
}

/** Names the window after what it shows, in the language of the page. */
export function useDocumentTitle(key: StringKey): void {
  const title = useText()(key);
  useEffect(() => {
    document.title = `${title} · Maru`;
  }, [title]);
}
