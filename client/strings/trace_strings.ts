/**
 * Texts of the views of a connection in all languages: in a call they change
 * with that of the page, also while the server is away.
 *
 * @module
 */
import type { Language } from "./language.ts";
import { traceEn, type TraceStrings } from "./trace_en.ts";
import { traceKo } from "./trace_ko.ts";

/** Texts by language. */
export const TRACE_STRINGS: Readonly<Record<Language, TraceStrings>> = {
  en: traceEn,
  ko: traceKo,
};
