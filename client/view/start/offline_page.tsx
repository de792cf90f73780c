/**
 * The page of a start without a server.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ServerProbeState } from "../../engine/signaling/server_probe.ts";
import type { Store } from "../../engine/store.ts";
import { Brand } from "../ui/brand.tsx";
import { useFocusOnMount } from "../ui/focus.ts";
import { Icon } from "../ui/icon.tsx";
import { LanguageSwitch } from "../ui/language_switch.tsx";
import { useDocumentTitle, useText } from "../context/i18n.ts";

/** What the page is made of. */
export interface OfflinePageProps {
  readonly store: Store<ServerProbeState>;
  readonly searchNow: () => void;
}

/** Says that the server is away, and looks for it. */
export function OfflinePage(
  { store, searchNow }: OfflinePageProps,
): JSX.Element {
  const text = useText();
  useDocumentTitle("offlineTitle");
  const focusOnce = useFocusOnMount<HTMLHeadingElement>();
  const [{ isProbing, hasFailed }, setState] = useState(store.get());
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
            aria-disabled={isProbing}
            onClick={searchNow}
          >
            <Icon name="retry" />
            {text("tryAgain")}
          </button>
        </div>
        <p class="lobby-status" role="status">
          {isProbing && text("offlineLooking")}
          {!isProbing && hasFailed && text("offlineStill")}
        </p>
      </main>
    </div>
  );
}
