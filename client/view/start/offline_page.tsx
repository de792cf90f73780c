/**
 * The page of a start without a server.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { SearchState } from "../../engine/signaling/server_search.ts";
import type { Store } from "../../engine/store.ts";
import { Brand } from "../ui/brand.tsx";
import { useFocusOnce } from "../ui/focus.ts";
import { Icon } from "../ui/icon.tsx";
import { LanguageSwitch } from "../ui/language_switch.tsx";
import { useText, useTitle } from "../context/i18n.ts";

/** What the page is made of. */
export interface OfflinePageProps {
  readonly store: Store<SearchState>;
  readonly look: () => void;
}

/** Says that the server is away, and looks for it. */
export function OfflinePage({ store, look }: OfflinePageProps): JSX.Element {
  const text = useText();
  useTitle("offlineTitle");
  const focusOnce = useFocusOnce<HTMLHeadingElement>();
  const [{ isLooking, hasLooked }, setState] = useState(store.get());
  useEffect(() => store.subscribe(setState), [store]);
  return (
    <div class="end">
      <header class="masthead">
        <Brand />
        <LanguageSwitch />
      </header>
      <main class="end-card" data-testid="offline">
        <h1 class="title" ref={focusOnce} tabIndex={-1}>
          {text("offlineTitle")}
        </h1>
        <p>{text("offlineText")}</p>
        <p>{text("offlineHint")}</p>
        <div class="end-ways">
          <button
            type="button"
            class="button is-primary"
            data-testid="look-again"
            aria-disabled={isLooking}
            onClick={look}
          >
            <Icon name="retry" />
            {text("tryAgain")}
          </button>
        </div>
        <p class="lobby-status" role="status">
          {isLooking && text("offlineLooking")}
          {!isLooking && hasLooked && text("offlineStill")}
        </p>
      </main>
    </div>
  );
}
