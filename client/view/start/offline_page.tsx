/**
 * The page that the service worker shows while the server is unreachable.
 *
 * @module
 */
import type { JSX } from "preact";
import type { ServerProbeState } from "../../engine/signaling/server_probe.ts";
import type { Store } from "../../engine/store.ts";
import { useDocumentTitle, useText } from "../context/i18n.ts";
import { useStore } from "../context/use_store.ts";
import { Button } from "../ui/button.tsx";
import { useFocusOnMount } from "../ui/focus.ts";
import { PageHeader } from "../ui/page_header.tsx";

/** State and action of the page. */
export interface OfflinePageProps {
  readonly store: Store<ServerProbeState>;
  readonly searchNow: () => void;
}

/** Explanation, a retry button, and the state of the search. */
export function OfflinePage(
  { store, searchNow }: OfflinePageProps,
): JSX.Element {
  const text = useText();
  useDocumentTitle("offlineTitle");
  const headingRef = useFocusOnMount<HTMLHeadingElement>();
  const { isProbing, hasFailed } = useStore(store);
  return (
    <div class="end">
      <PageHeader />
      <main class="end-card" data-testid="offline">
        <h1 class="title" ref={headingRef} tabIndex={-1}>
          {text("offlineTitle")}
        </h1>
        <p>{text("offlineText")}</p>
        <p>{text("offlineHint")}</p>
        <div class="end-buttons">
          <Button
            variant="primary"
            icon="retry"
            testId="look-again"
            aria-disabled={isProbing}
            onClick={searchNow}
          >
            {text("tryAgain")}
          </Button>
        </div>
        <p class="page-status" role="status">
          {isProbing && text("offlineLooking")}
          {!isProbing && hasFailed && text("offlineStill")}
        </p>
      </main>
    </div>
  );
}
