/**
 * Switches for the alerts while the page is not seen.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { AlertActions } from "../context/alert_actions.ts";
import { useText } from "../context/i18n.ts";
import { Switch } from "../ui/switch.tsx";

/** Sound, and notifications of the system where the browser has them. */
export function AlertSwitches(
  { state, actions }: {
    readonly state: CallState;
    readonly actions: AlertActions;
  },
): JSX.Element {
  const text = useText();
  const { hasSound, notifications } = state.alerts;
  const isBlocked = notifications === "blocked";
  return (
    <>
      <Switch
        label={text("alertSound")}
        hint={text("alertSoundHint")}
        isOn={hasSound}
        testId="switch-alert-sound"
        onChange={(isOn) => actions.setAlertSound(isOn)}
      />
      {notifications !== "unsupported" && (
        <Switch
          label={text("notifications")}
          hint={text(isBlocked ? "notificationsBlocked" : "notificationsHint")}
          isOn={notifications === "on"}
          testId="switch-notifications"
          onChange={(isOn) => void actions.setNotifications(isOn)}
        />
      )}
    </>
  );
}
