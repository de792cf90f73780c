/**
 * Frame of the pages that the server renders, with the look of the other
 * pages. Their style sheet is a file of its own, since the content security
 * policy allows no inline style.
 *
 * @module
 */

/** A page; `title` and `body` are HTML and must be escaped by the caller. */
export interface PageContent {
  /** Reference to the folder of the start page, which ends with `/`. */
  readonly base: string;
  /** Language of the text. */
  readonly language: "en" | "ko";
  /** Title as HTML. */
  readonly title: string;
  /** Content of `main` as HTML. */
  readonly body: string;
  /** An article, or a short message in the middle of the page. */
  readonly kind: "article" | "message";
  /** Whether the page is shown in a frame, from which links open a tab. @default {false} */
  readonly isFramed?: boolean;
  /** Address of the page without a language, if it can be chosen. */
  readonly languagePath?: string;
}

/** Path of the style sheet, which is built from `client/view/server_page.css`. */
export const PAGE_CSS_PATH = "/page.css";

const MAIN_CLASSES = { article: "article", message: "end-card" } as const;

/** Renders the HTML document. */
export function renderPage(content: PageContent): string {
  const { base, language, title, body, kind, isFramed = false } = content;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${base}${PAGE_CSS_PATH.slice(1)}">${
    isFramed ? '\n<base target="_blank">' : ""
  }
</head>
<body>
<div class="server-page">
<header class="page-header">
<a class="brand-link" href="${base}"><span class="brand"><span class="brand-mark"></span><span class="brand-name">Maru</span></span></a>
${renderLanguages(content)}
</header>
<main class="${MAIN_CLASSES[kind]}">
${body}
</main>
</div>
</body>
</html>
`;
}

const LANGUAGE_LABELS = { en: "Language", ko: "언어" } as const;
const LANGUAGE_NAMES = { en: "English", ko: "한국어" } as const;

function renderLanguages({ language, languagePath }: PageContent): string {
  if (languagePath === undefined) return "";
  const links = (["en", "ko"] as const).map((other) =>
    `<a class="language" href="${languagePath}?lang=${other}" lang="${other}"${
      other === language ? ' aria-current="true"' : ""
    }>${LANGUAGE_NAMES[other]}</a>`
  );
  return `<nav class="languages" aria-label="${LANGUAGE_LABELS[language]}">${
    links.join("")
  }</nav>`;
}
