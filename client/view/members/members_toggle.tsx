/**
 * The button in the header of the call that opens the members panel.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";
import { Icon } from "../ui/icon.tsx";

/** Lock icon, number of members, and number of requests to enter. */
export function MembersToggle(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const { room: { isLocked, knocks }, remoteMembers, panel } = state;
  const isOpen = panel === "people";
  const label = text("participants");
  return (
    <span class="head-members">
      {isLocked && (
        <span
          class="head-lock"
          role="img"
          data-testid="room-locked"
          aria-label={text("roomLocked")}
          title={text("roomLocked")}
        >
          <Icon name="lock" />
        </span>
      )}
      <Button
        variant="bare"
        class={classNames("head-count", isOpen && "is-open")}
        icon="people"
        testId="people-toggle"
        aria-expanded={isOpen}
        title={label}
        onClick={() => actions.openPanel(isOpen ? null : "people")}
      >
        <span class="visually-hidden">{label}:</span>
        {remoteMembers.length + 1}
        {knocks.length > 0 && (
          <>
            <span class="badge" aria-hidden="true">{knocks.length}</span>
            <span class="visually-hidden">
              {text("peopleWaiting", { n: knocks.length })}
            </span>
          </>
        )}
      </Button>
    </span>
  );
}
