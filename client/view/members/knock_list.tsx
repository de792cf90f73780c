/**
 * Those who wait before a locked room, with the two answers to each.
 *
 * @module
 */
import type { JSX } from "preact";
import type { Knocker } from "../../../signaling/protocol.ts";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** Knocks that the banner shows; the panel has them all. */
const MAX_BANNER_KNOCKS = 3;

/** Requests to come in, one a line. */
export function KnockList(
  { knocks, actions }: {
    readonly knocks: readonly Knocker[];
    readonly actions: Actions;
  },
): JSX.Element {
  const text = useText();
  return (
    <ul class="knocks">
      {knocks.map(({ id, name: given }) => {
        const name = given || text("guest");
        const answer = (isAdmitted: boolean) => (event: Event) => {
          focusNextKnock(event);
          actions.answerKnock(id, isAdmitted);
        };
        return (
          <li key={id} class="knock" data-testid="knock">
            <span class="knock-name">{text("knocks", { name })}</span>
            <span class="knock-answers">
              <button
                type="button"
                class="button is-small is-primary"
                data-testid="admit"
                aria-label={text("admitName", { name })}
                onClick={answer(true)}
              >
                {text("admit")}
              </button>
              <button
                type="button"
                class="button is-small"
                data-testid="refuse"
                aria-label={text("refuseName", { name })}
                onClick={answer(false)}
              >
                {text("refuse")}
              </button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The line goes with its answer; the focus goes to the next, or to the head. */
function focusNextKnock({ currentTarget }: Event): void {
  if (!(currentTarget instanceof HTMLElement)) return;
  const own = currentTarget.closest("li");
  const next = own?.nextElementSibling ?? own?.previousElementSibling;
  const target = next?.querySelector("button") ??
    document.querySelector<HTMLElement>("[data-testid=people-toggle]");
  target?.focus();
}

/** The requests over the stage while the panel is closed. */
export function KnockBanner(
  { state, actions }: {
    readonly state: CallState;
    readonly actions: Actions;
  },
): JSX.Element | null {
  const text = useText();
  const { room: { knocks }, panel } = state;
  const more = knocks.length - MAX_BANNER_KNOCKS;
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
      {more > 0 && (
        <button
          type="button"
          class="button is-small is-quiet"
          onClick={() => actions.openPanel("people")}
        >
          <Icon name="people" />
          {text("moreKnocks", { n: more })}
        </button>
      )}
    </section>
  );
}
