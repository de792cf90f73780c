/**
 * Loads what notices and announcements say.
 *
 * @module
 */
import { formatText } from "../../strings/language.ts";
import { type TextFormatter, useI18n } from "../context/i18n.ts";
import { useModule } from "../ui/use_module.ts";

/** The loaded module, and a formatter that has its texts too. */
export interface NoticeModule {
  readonly module: typeof import("./notice_module.ts");
  readonly text: TextFormatter;
}

const loadNotices = () => import("./notice_module.ts");

/** Null before it is loaded; a change of `retry` tries again after a failure. */
export function useNoticeModule(retry: unknown): NoticeModule | null {
  const i18n = useI18n();
  const module = useModule(loadNotices, true, retry);
  if (!module) return null;
  const strings = { ...i18n.strings, ...module.NOTICE_STRINGS[i18n.language] };
  return {
    module,
    text: (key, params) => formatText({ ...i18n, strings }, key, params),
  };
}
