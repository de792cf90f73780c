/**
 * Renders any page into its document.
 *
 * @module
 */
import { type JSX, render } from "preact";
import type { StringsLoader } from "../strings/language.ts";
import { I18nProvider } from "./context/i18n_provider.tsx";
import type { Preferences } from "./context/preferences.ts";

/** Renders a page with the texts of its language. */
export function renderPage(
  root: Element,
  preferences: Preferences,
  page: JSX.Element,
  load?: StringsLoader,
): void {
  render(
    <I18nProvider preferences={preferences} {...load ? { load } : {}}>
      {page}
    </I18nProvider>,
    root,
  );
}
