/**
 * The header of the pages outside the call: brand and language.
 *
 * @module
 */
import type { JSX } from "preact";
import { serverUrl } from "../../engine/base_url.ts";
import { useText } from "../context/i18n.ts";
import { Brand } from "./brand.tsx";
import { LanguageSwitch } from "./language_switch.tsx";

/** Header; `isHomeLink` makes the brand a link to the start page. */
export function PageHeader(
  { isHomeLink = false, hasLanguages = true }: {
    readonly isHomeLink?: boolean;
    readonly hasLanguages?: boolean;
  },
): JSX.Element {
  const text = useText();
  return (
    <header class="page-header">
      {isHomeLink
        ? (
          <a
            class="brand-link"
            href={serverUrl("/").pathname}
            aria-label={`Maru: ${text("toStart")}`}
          >
            <Brand />
          </a>
        )
        : <Brand />}
      {hasLanguages && <LanguageSwitch />}
    </header>
  );
}
