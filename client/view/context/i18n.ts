/**
 * Hands the language down to all views.
 *
 * @module
 */
import { createContext } from "preact";
import { useContext, useEffect } from "preact/hooks";
import type { StringKey, Strings } from "../../strings/en.ts";
import {
  formatText,
  type Language,
  type TextParams,
} from "../../strings/language.ts";

/** Gives the sentence for a key in the language of the page. */
export type TextFormatter = (key: StringKey, fill?: TextParams) => string;

/** The language of the page and the way to change it. */
export interface I18n {
  readonly language: Language;
  readonly strings: Strings;
  readonly setLanguage: (language: Language) => void;
}

/** Provided at the root of the page. */
export const I18nContext = createContext<I18n | null>(null);

/** The language of the page; a view is not drawn before it is loaded. */
export function useI18n(): I18n {
  const speech = useContext(I18nContext);
  if (!speech) throw new TypeError("A view outside of I18nContext");
  return speech;
}

/** The texts in the language of the page. */
export function useText(): TextFormatter {
  const { strings } = useI18n();
  return (key, fill) => formatText(strings, key, fill);
}

/** Names the window after what it shows, in the language of the page. */
export function useDocumentTitle(key: StringKey): void {
  const title = useText()(key);
  useEffect(() => {
    document.title = `${title} · Maru`;
  }, [title]);
}
