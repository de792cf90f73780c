/**
 * Texts of the panels in all languages: they change with that of the page, also
 * while the server is away.
 *
 * @module
 */
import type { Language } from "./language.ts";
import { panelEn, type PanelStrings } from "./panel_en.ts";
import { panelKo } from "./panel_ko.ts";

/** Texts by language. */
export const PANEL_STRINGS: Readonly<Record<Language, PanelStrings>> = {
  en: panelEn,
  ko: panelKo,
};
