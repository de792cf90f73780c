/**
 * Light or dark colours whatever the browser prefers. The style sheets ask for
 * `prefers-color-scheme`; here the condition becomes true or false.
 *
 * @module
 */

/** Colours of the page; `auto` follows the browser. */
export type Theme = "auto" | "light" | "dark";

/** True for the name of a theme. */
export function isTheme(value: unknown): value is Theme {
  return value === "auto" || value === "light" || value === "dark";
}

/** The parts of a document that are used. */
export interface ThemedDocument {
  readonly styleSheets: Iterable<CSSStyleSheet>;
  readonly documentElement: HTMLElement;
}

const CONDITION = /\(prefers-color-scheme: ?(?:dark|light)\)/;
const originals = new WeakMap<MediaList, string>();

/** Gives the document these colours. */
export function applyTheme(document: ThemedDocument, theme: Theme): void {
  const { documentElement, styleSheets } = document;
  documentElement.style.colorScheme = theme === "auto" ? "" : theme;
  for (const sheet of styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!("media" in rule) || !(rule.media instanceof MediaList)) continue;
      const { media } = rule;
      const text = originals.get(media) ?? media.mediaText;
      if (!CONDITION.test(text)) continue;
      originals.set(media, text);
      media.mediaText = mediaTextFor(text, theme);
    }
  }
}

/** The media query of a rule under this theme. */
export function mediaTextFor(text: string, theme: Theme): string {
  if (theme === "auto") return text;
  return text.includes(theme) ? "all" : "not all";
}
