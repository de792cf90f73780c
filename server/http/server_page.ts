/**
 * Frame of the pages that the server renders, and their style sheet, which is a
 * file of its own because the content security policy allows no inline style.
 *
 * @module
 */

/** A page; `title` and `body` are HTML and must be escaped by the caller. */
export interface PageContent {
  /** Language of the text. */
  readonly language: "en" | "ko";
  /** Title as HTML. */
  readonly title: string;
  /** Body as HTML. */
  readonly body: string;
}

/** Path of the style sheet. */
export const PAGE_CSS_PATH = "/page.css";

/** Renders the HTML document. */
export function renderPage({ language, title, body }: PageContent): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${PAGE_CSS_PATH}">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** Style sheet, for dark and light, phone and desktop. */
export const PAGE_CSS = `:root { color-scheme: light dark; }
body {
  margin: 0;
  font: 1rem/1.6 system-ui, sans-serif;
  background: Canvas;
  color: CanvasText;
}
main { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin-top: 2rem; }
li { margin: 0.35rem 0; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.button {
  display: inline-block;
  padding: 0.6rem 1.2rem;
  border-radius: 0.6rem;
  background: #1d5fd0;
  color: #fff;
  text-decoration: none;
  font-weight: 600;
}
.button:focus-visible { outline: 3px solid #f2a900; outline-offset: 2px; }
nav { text-align: right; }
`;
