/**
 * Renders the page of an unreachable server into the document.
 *
 * @module
 */
import type { Preferences } from "./context/preferences.ts";
import { renderPage } from "./render_page.tsx";
import { OfflinePage, type OfflinePageProps } from "./start/offline_page.tsx";

/** Renders the page of an unreachable server. */
export function mountOfflinePage(
  root: Element,
  preferences: Preferences,
  props: OfflinePageProps,
): void {
  renderPage(root, preferences, <OfflinePage {...props} />);
}
