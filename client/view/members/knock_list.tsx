/**
 * Requests to enter a locked room, each with "admit" and "deny".
 *
 * @module
 */
import type { JSX } from "preact";
import type { Knocker } from "../../../signaling/protocol.ts";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";

/** Number of requests in the banner; the panel shows all. */
const MAX_BANNER_KNOCKS = 3;

/** Requests, oldest first. */
export function KnockList(
  { knocks, actions }: {
    readonly knocks: readonly Knocker[];
    readonly actions: Actions;
  },
): JSX.Element {
  return (
    <ul class="knocks">
      {knocks.map((knock) => (
        <KnockItem
          key={knock.id}
          knock={knock}
          answer={(isAdmitted) => actions.answerKnock(knock.id, isAdmitted)}
        />
      ))}
    </ul>
  );
}

function KnockItem(
  { knock, answer }: {
    readonly knock: Knocker;
    readonly answer: (isAdmitted: boolean) => void;
  },
): JSX.Element {
  const text = useText();
  const name = knock.name || text("guest");
  const answerOnClick = (isAdmitted: boolean) =>
  (
    { currentTarget }: { currentTarget: Element },
  ) => {
    focusNextKnock(currentTarget);
    answer(isAdmitted);
  };
  return (
    <li class="knock" data-testid="knock">
      <span class="knock-name">{text("knocks", { name })}</span>
      <span class="knock-answers">
        <Button
          size="small"
          variant="primary"
          testId="admit"
          aria-label={text("admitName", { name })}
          onClick={answerOnClick(true)}
        >
          {text("admit")}
        </Button>
        <Button
          size="small"
          testId="refuse"
          aria-label={text("refuseName", { name })}
          onClick={answerOnClick(false)}
        >
          {text("refuse")}
        </Button>
      </span>
    </li>
  );
}

/** An answer removes its item: focuses the next one, or the members button. */
function focusNextKnock(button: Element): void {
  const item = button.closest("li");
  const next = item?.nextElementSibling ?? item?.previousElementSibling;
  const target = next?.querySelector("button") ??
    document.querySelector<HTMLElement>("[data-testid=people-toggle]");
  target?.focus();
}

/** The requests above the stage while the members panel is closed. */
export function KnockBanner(
  { state, actions }: {
    readonly state: CallState;
    readonly actions: Actions;
  },
): JSX.Element | null {
  const text = useText();
  const { room: { knocks }, panel } = state;
  const hiddenCount = knocks.length - MAX_BANNER_KNOCKS;
  if (knocks.length === 0 || panel === "people") return null;
  return (
    <section
      class="knock-banner"
      data-testid="knock-banner"
      aria-label={text("knocksTitle")}
    >
      <KnockList
        knocks={knocks.slice(0, MAX_BANNER_KNOCKS)}
        actions={actions}
      />
      {hiddenCount > 0 && (
        <Button
          size="small"
          variant="quiet"
          icon="people"
          onClick={() => actions.openPanel("people")}
        >
          {text("moreKnocks", { n: hiddenCount })}
        </Button>
      )}
    </section>
  );
}
