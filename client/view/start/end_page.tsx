/**
 * The page after the call, or when the server lets nobody in.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { Brand } from "../ui/brand.tsx";
import { useFocusOnMount } from "../ui/focus.ts";
import {
  refusalKeyOf,
  refusalTitleKeyOf,
  retryLabelKeyOf,
  suggestsConnectionCheck,
} from "./refusal_text.ts";
import { useText } from "../context/i18n.ts";

/** Says what happened, and the two ways on. */
export function EndPage(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const focusOnce = useFocusOnMount<HTMLHeadingElement>();
  const isRefused = state.phase === "refused";
  return (
    <div class="end">
      <header class="masthead">
        <Brand />
      </header>
      <main class="end-card" data-testid="end">
        <h1 class="title" ref={focusOnce} tabIndex={-1}>
          {text(isRefused ? refusalTitleKeyOf(state.refusal) : "leftTitle")}
        </h1>
        <p>{text(isRefused ? refusalKeyOf(state.refusal) : "leftText")}</p>
        <div class="end-ways">
          <button
            type="button"
            class="button is-primary"
            data-testid="rejoin"
            onClick={() => actions.rejoin()}
          >
            {text(isRefused ? retryLabelKeyOf(state.refusal) : "rejoin")}
          </button>
          <a class="button" href="/">{text("toStart")}</a>
          {isRefused && suggestsConnectionCheck(state.refusal) && (
            <a class="button" href="/check">{text("checkLink")}</a>
          )}
        </div>
      </main>
    </div>
  );
}
