/**
 * Alerts while the page is not seen, and their settings, which are saved as
 * preferences.
 *
 * @module
 */
import type { PageAlerts } from "../alerts/page_alerts.ts";
import type { NotificationSetting } from "../engine/call/alert_settings.ts";
import type { CallState } from "../engine/call/call_state.ts";
import type { Store } from "../engine/store.ts";
import type { AlertActions } from "../view/context/alert_actions.ts";
import type { Preferences } from "../view/context/preferences.ts";

/** Reads the saved settings. */
export function startAlerts(
  store: Store<CallState>,
  preferences: Preferences,
): void {
  store.set({
    alerts: {
      hasSound: preferences.get("alert-sound-off") === null,
      notifications: readNotificationSetting(preferences),
    },
  });
}

/** Actions about alerts. */
export function createAlertActions(
  store: Store<CallState>,
  preferences: Preferences,
): AlertActions {
  let loading: Promise<PageAlerts | null> | null = null;
  return {
    alertToChange: (before, after, text) => {
      if (after.phase !== "joined") return;
      loading ??= loadPageAlerts();
      void loading.then((alerts) => alerts?.onChange(before, after, text));
    },
    setAlertSound: (isOn) => {
      preferences.set("alert-sound-off", isOn ? null : "1");
      store.set({ alerts: { ...store.get().alerts, hasSound: isOn } });
    },
    setNotifications: async (isOn) => {
      if (isOn) await Notification.requestPermission();
      preferences.set("notifications", isOn ? "1" : null);
      const notifications = readNotificationSetting(preferences);
      store.set({ alerts: { ...store.get().alerts, notifications } });
    },
  };
}

async function loadPageAlerts(): Promise<PageAlerts | null> {
  try {
    const { PageAlerts } = await import("../alerts/page_alerts.ts");
    const alerts = new PageAlerts();
    alerts.start();
    return alerts;
  } catch {
    // The server did not deliver it.
    return null;
  }
}

function readNotificationSetting(
  preferences: Preferences,
): NotificationSetting {
  if (!("Notification" in globalThis)) return "unsupported";
  const { permission } = Notification;
  if (permission === "denied") return "blocked";
  const isOn = permission === "granted" && preferences.get("notifications");
  return isOn ? "on" : "off";
}
