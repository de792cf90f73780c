/**
 * Styles that come with a script loaded on demand.
 *
 * @module
 */
const adopted = new Set<string>();

/**
 * Applies a style sheet to the document, once.
 *
 * @param css Text of the sheet, as the bundler makes it of a CSS file.
 */
export function adoptStyle(css: string): void {
  if (adopted.has(css)) return;
  adopted.add(css);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
