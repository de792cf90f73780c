/**
 * User actions for alerts while the page is not seen.
 *
 * @module
 */
import type { CallState } from "../../engine/call/call_state.ts";
import type { TextFormatter } from "./i18n.ts";

/** Actions about alerts. */
export interface AlertActions {
  /** Alerts to what changed between two states, unless the page is seen. */
  alertToChange(
    before: CallState,
    after: CallState,
    text: TextFormatter,
  ): void;
  setAlertSound(isOn: boolean): void;
  /** Asks the browser for permission; needs a user gesture. */
  setNotifications(isOn: boolean): Promise<void>;
}
