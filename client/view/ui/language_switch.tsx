/**
 * Selects the language of the page.
 *
 * @module
 */
import type { JSX } from "preact";
import { isLanguage, LANGUAGES } from "../../strings/language.ts";
import { useI18n, useText } from "../context/i18n.ts";
import { Button } from "./button.tsx";

/** One button for each language, labelled in that language. */
export function LanguageSwitch(): JSX.Element {
  const { language, setLanguage } = useI18n();
  const text = useText();
  return (
    <div class="languages" role="group" aria-label={text("language")}>
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <Button
          key={code}
          variant="bare"
          class="language"
          lang={code}
          aria-pressed={code === language}
          onClick={() => isLanguage(code) && setLanguage(code)}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}
