/**
 * Loads the texts of the page's language and provides them to all views.
 *
 * @module
 */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  isLanguage,
  type Language,
  loadStrings,
  pickLanguage,
  type StringsLoader,
} from "../../strings/language.ts";
import { type I18n, I18nContext } from "./i18n.ts";
import type { Preferences } from "./preferences.ts";

type LoadedI18n = Omit<I18n, "setLanguage">;

/** Renders `children` once a language is loaded. */
export function I18nProvider(
  { preferences, load = loadStrings, children }: {
    readonly preferences: Preferences;
    readonly load?: StringsLoader;
    readonly children: ComponentChildren;
  },
): JSX.Element | null {
  const [loaded, setLoaded] = useState<LoadedI18n | null>(null);
  const requestedLanguage = useRef<Language | null>(null);
  const loadLanguage = async (language: Language) => {
    requestedLanguage.current = language;
    const strings = await load(language);
    // A later request may have finished first.
    if (requestedLanguage.current === language) {
      setLoaded({ language, strings });
    }
  };
  useLayoutEffect(() => {
    const saved = preferences.get("language");
    void loadLanguage(
      isLanguage(saved) ? saved : pickLanguage(navigator.languages),
    );
  }, []);
  useEffect(() => {
    if (loaded) document.documentElement.lang = loaded.language;
  }, [loaded]);
  if (!loaded) return null;
  const setLanguage = (language: Language) => {
    preferences.set("language", language);
    // Without the server the page keeps its current language.
    loadLanguage(language).catch(() => {});
  };
  return (
    <I18nContext.Provider value={{ ...loaded, setLanguage }}>
      {children}
    </I18nContext.Provider>
  );
}
