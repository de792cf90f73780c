/**
 * The page of a room in a browser that cannot make calls.
 *
 * @module
 */
import type { JSX } from "preact";
import { useDocumentTitle, useText } from "../context/i18n.ts";
import { CopyButton } from "../invite/link_row.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { PageHeader } from "../ui/page_header.tsx";
import {
  type BrowserNoticeProps,
  formatObstacle,
  formatOpenElsewhere,
} from "../invite/browser_notice.tsx";

/** Explanation, the link to copy, and the connection check. */
export function UnsupportedPage(
  { obstacle, actions }: BrowserNoticeProps,
): JSX.Element {
  const text = useText();
  useDocumentTitle("unsupportedTitle");
  return (
    <div class="end">
      <PageHeader isHomeLink />
      <main class="end-card" data-testid="unsupported">
        <h1 class="title">{text("unsupportedTitle")}</h1>
        <p>{formatObstacle(obstacle, text)}</p>
        <p>{formatOpenElsewhere(obstacle, text)}</p>
        <div class="end-buttons">
          <CopyButton actions={actions} />
          <ButtonLink href="/check">{text("checkLink")}</ButtonLink>
        </div>
      </main>
    </div>
  );
}
