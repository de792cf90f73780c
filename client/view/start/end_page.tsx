/**
 * The page after the call, or after the server refused the connection.
 *
 * @module
 */
import type { JSX } from "preact";
import { serverUrl } from "../../engine/base_url.ts";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useI18n, useText } from "../context/i18n.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { useFocusOnMount } from "../ui/focus.ts";
import { useModule } from "../ui/use_module.ts";
import { PageHeader } from "../ui/page_header.tsx";
import {
  isInvitationRefusal,
  refusalKeyOf,
  refusalTitleKeyOf,
  retryLabelKeyOf,
  suggestsConnectionCheck,
} from "./refusal_text.ts";

/** Reason for the end, with links to rejoin and to the start page. */
export function EndPage(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const { language } = useI18n();
  const isInvitation = isInvitationRefusal(state.refusal);
  const invitation = useModule(
    () => import("./invitation.ts"),
    isInvitation,
  );
  const headingRef = useFocusOnMount<HTMLHeadingElement>();
  const isRefused = state.phase === "refused";
  return (
    <div class="end">
      <PageHeader hasLanguages={false} />
      <main class="end-card" data-testid="end">
        <h1 class="title" ref={headingRef} tabIndex={-1}>
          {text(isRefused ? refusalTitleKeyOf(state.refusal) : "leftTitle")}
        </h1>
        <p>
          {state.serverFault ?? (isInvitation
            ? invitation?.explainRefusal(state.refusal, language)
            : text(isRefused ? refusalKeyOf(state.refusal) : "leftText"))}
        </p>
        <div class="end-buttons">
          <Button
            variant="primary"
            testId="rejoin"
            onClick={() => actions.rejoin()}
          >
            {text(isRefused ? retryLabelKeyOf(state.refusal) : "rejoin")}
          </Button>
          <ButtonLink href={serverUrl("/").pathname}>
            {text("toStart")}
          </ButtonLink>
          {isRefused && suggestsConnectionCheck(state.refusal) && (
            <ButtonLink href={serverUrl("/check").pathname}>
              {text("checkLink")}
            </ButtonLink>
          )}
        </div>
      </main>
    </div>
  );
}
