/**
 * Changes the language of the page.
 *
 * @module
 */
import type { JSX } from "preact";
import { isLanguage, LANGUAGES } from "../../strings/language.ts";
import { useI18n, useText } from "../context/i18n.ts";

/** One button a language, each named in its own. */
export function LanguageSwitch(): JSX.Element {
  const { language, setLanguage } = useI18n();
  const text = useText();
  return (
    <div class="languages" role="group" aria-label={text("language")}>
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <button
          key={code}
          type="button"
          lang={code}
          class="language"
          aria-pressed={code === language}
          onClick={() => isLanguage(code) && setLanguage(code)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
