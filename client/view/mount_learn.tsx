/**
 * Renders `/learn` into the document.
 *
 * @module
 */
import { loadLearnStrings } from "../strings/learn_strings.ts";
import type { Preferences } from "./context/preferences.ts";
import { LearnPage, type LearnPageProps } from "./learn/learn_page.tsx";
import { renderPage } from "./render_page.tsx";

/** Renders the page. */
export function mountLearnPage(
  root: Element,
  preferences: Preferences,
  props: LearnPageProps,
): void {
  renderPage(root, preferences, <LearnPage {...props} />, loadLearnStrings);
}
