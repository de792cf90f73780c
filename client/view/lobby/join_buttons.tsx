/**
 * Buttons of the lobby that enter the call.
 *
 * @module
 */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";

/** Enters the call as the lobby's form does when it is submitted. */
export function enterCall(
  { entry }: CallState,
  actions: Actions,
  name: string,
): void {
  if (entry === "other-tab") actions.replaceOtherTab(name);
  else actions.join(name);
}

/** One button, or a choice while another tab of this browser is in the call. */
export function JoinButtons(
  { state, actions, name, shouldFocus }: {
    readonly state: CallState;
    readonly actions: Actions;
    readonly name: string;
    /** True after a cancelled knock, whose focused button is gone. */
    readonly shouldFocus: boolean;
  },
): JSX.Element {
  const text = useText();
  const ref = useRef<HTMLButtonElement>(null);
  const isJoining = state.phase === "joining";
  const isOtherTab = state.entry === "other-tab" && !isJoining;
  useLayoutEffect(() => {
    if (shouldFocus) ref.current?.focus();
  }, []);
  return (
    <>
      <Button
        ref={ref}
        type="submit"
        size="large"
        variant="primary"
        testId={isOtherTab ? "switch-here" : "join"}
        aria-disabled={isJoining}
      >
        {text(joinLabelKeyOf(state))}
      </Button>
      {isOtherTab && (
        <Button
          testId="join-here-too"
          onClick={() => actions.joinBesideOtherTab(name)}
        >
          {text("joinHereToo")}
        </Button>
      )}
    </>
  );
}

function joinLabelKeyOf({ phase, entry }: CallState): StringKey {
  if (phase === "joining") return "joining";
  if (entry === "other-tab") return "switchToThisTab";
  return entry === "return" ? "returnToCall" : "join";
}
