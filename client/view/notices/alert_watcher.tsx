/**
 * Passes each change of the call to the alerts, with the texts of the page's
 * language.
 *
 * @module
 */
import { useEffect, useRef } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { AlertActions } from "../context/alert_actions.ts";
import { useText } from "../context/i18n.ts";

/** Renders nothing. */
export function AlertWatcher(
  { state, actions }: {
    readonly state: CallState;
    readonly actions: AlertActions;
  },
): null {
  const text = useText();
  const before = useRef(state);
  useEffect(() => {
    actions.alertToChange(before.current, state, text);
    before.current = state;
  }, [state]);
  return null;
}
