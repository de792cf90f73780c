/**
 * Changes the language of the page.
 *
 * @module
 */
import type { JSX } from "preact";
import { LANGUAGE_TAGS } from "../../strings/language.ts";
import { LANGUAGES } from "../../strings/languages.ts";
import { useI18n, useText } from "../context/i18n.ts";

/** One button a language, each named in its own. */
export function LanguageSwitch(): JSX.Element {
  const { language, setLanguage } = useI18n();
  const text = useText();
  return (
    <div class="languages" role="group" aria-label={text("language")}>
      {LANGUAGE_TAGS.map((tag) => (
        <button
          key={tag}
          type="button"
          lang={tag}
          class="language"
          aria-pressed={tag === language}
          onClick={() => setLanguage(tag)}
        >
          {LANGUAGES[tag].ownName}
        </button>
      ))}
    </div>
  );
}
