/**
 * Selects the language of the page.
 *
 * @module
 */
import type { JSX } from "preact";
import { LANGUAGE_TAGS } from "../../strings/language.ts";
import { LANGUAGES } from "../../strings/languages.ts";
import { useI18n, useText } from "../context/i18n.ts";
import { Button } from "./button.tsx";

/** One button for each language, labelled in that language. */
export function LanguageSwitch(): JSX.Element {
  const { language, setLanguage } = useI18n();
  const text = useText();
  return (
    <div class="languages" role="group" aria-label={text("language")}>
      {LANGUAGE_TAGS.map((tag) => (
        <Button
          key={tag}
          variant="bare"
          class="language"
          lang={tag}
          aria-pressed={tag === language}
          onClick={() => setLanguage(tag)}
        >
          {LANGUAGES[tag].ownName}
        </Button>
      ))}
    </div>
  );
}
