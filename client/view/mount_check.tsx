/**
 * Renders the connection check into the document.
 *
 * @module
 */
import { loadCheckStrings } from "../strings/check_strings.ts";
import { CheckPage, type CheckPageProps } from "./check/check_page.tsx";
import type { Preferences } from "./context/preferences.ts";
import { renderPage } from "./render_page.tsx";

/** Renders the connection check. */
export function mountCheckPage(
  root: Element,
  preferences: Preferences,
  props: CheckPageProps,
): void {
  renderPage(root, preferences, <CheckPage {...props} />, loadCheckStrings);
}
