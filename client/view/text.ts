/**
 * Hands the language down to all views.
 *
 * @module
 */
import { createContext } from "preact";
import { useContext, useEffect } from "preact/hooks";
import type { StringKey } from "../strings/en.ts";
import {
  type Fill,
  type Language,
  type LanguageTexts,
  textOf,
} from "../strings/language.ts";

/** Formats the text of a key in the language of the page. */
export type Text = (key: StringKey, fill?: Fill) => string;

/** The language of the page and the way to change it. */
export interface Speech extends LanguageTexts {
  readonly setLanguage: (language: Language) => void;
}

/** Provided at the root of the page. */
export const SpeechContext = createContext<Speech | null>(null);

/** The language of the page; a view is not drawn before it is loaded. */
export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new TypeError("A view outside of SpeechContext");
  return speech;
}

/** The texts in the language of the page. */
export function useText(): Text {
  const speech = useSpeech();
  return (key, fill) => textOf(speech, key, fill);
}

/** Names the window after what it shows, in the language of the page. */
export function useTitle(key: StringKey): void {
  const title = useText()(key);
  useEffect(() => {
    document.title = `${title} · Maru`;
  }, [title]);
}
