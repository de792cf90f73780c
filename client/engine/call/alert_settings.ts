/**
 * How a person is alerted while the page is not seen.
 *
 * @module
 */

/** Settings of the alerts. */
export interface AlertSettings {
  readonly hasSound: boolean;
  readonly notifications: NotificationSetting;
}

/** Notifications of the system; `blocked` by a setting of the browser. */
export type NotificationSetting = "on" | "off" | "blocked" | "unsupported";

/** Settings before the saved ones are read. */
export const DEFAULT_ALERTS: AlertSettings = {
  hasSound: true,
  notifications: "off",
};
