/**
 * First steps of every page: tells `start_guard.ts` that the script runs, and
 * reads the preferences of the person.
 *
 * @module
 */
import { Preferences } from "./view/context/preferences.ts";

/** The element that holds the page, and what the person has chosen earlier. */
export interface StartedDocument {
  readonly root: HTMLElement;
  readonly preferences: Preferences;
}

/** Starts a document. */
export function startDocument(): StartedDocument {
  // Without it `start_guard.ts` says that this browser is too old.
  document.documentElement.dataset.started = "";
  const root = document.getElementById("app");
  if (!root) throw new TypeError("The page has no element #app");
  return { root, preferences: new Preferences(() => localStorage) };
}
