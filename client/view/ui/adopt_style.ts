/**
 * Styles that come with a script loaded on demand.
 *
 * @module
 */
/** Texts of the adopted sheets: a sheet belongs to one document. */
const adopted = new Set<string>();

/**
 * Applies a style sheet to the document, once.
 *
 * @param css Text of the sheet, as the bundler makes it of a CSS file.
 */
export function adoptStyle(css: string): void {
  if (adopted.has(css)) return;
  adopted.add(css);
  adoptInto(globalThis, css);
}

/** Applies the adopted style sheets to the document of another window. */
export function copyAdoptedStyles(window: StyledWindow): void {
  for (const css of adopted) adoptInto(window, css);
}

/** The parts of a window that are used. */
export interface StyledWindow {
  readonly document: Document;
  readonly CSSStyleSheet: typeof CSSStyleSheet;
}

function adoptInto(
  { document, CSSStyleSheet }: StyledWindow,
  css: string,
): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
