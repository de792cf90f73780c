/**
 * The head of a page outside of the call: the way home, and the language.
 *
 * @module
 */
import type { JSX } from "preact";
import { Brand } from "./brand.tsx";
import { LanguageSwitch } from "./language_switch.tsx";
import { useText } from "../context/i18n.ts";

/** Brand, as a link to the start page, and languages. */
export function PageHeader(): JSX.Element {
  const text = useText();
  return (
    <header class="masthead">
      <a class="brand-link" href="/" aria-label={`Maru: ${text("toStart")}`}>
        <Brand />
      </a>
      <LanguageSwitch />
    </header>
  );
}
