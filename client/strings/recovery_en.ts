/**
 * What the page says in English when the device loses something and gets it
 * back.
 *
 * @module
 */

/** English; part of the page's table. */
export const recoveryEn = {
  deviceOffline: "You are offline",
  offlineNotice: "You are offline. The call comes back by itself.",
  onlineNotice: "The network is back. Connecting again.",
  cameraBack: "Your camera is on again",
  microphoneBack: "Your microphone is on again",
} as const;

/** The same in another language. */
export type RecoveryStrings = Readonly<Record<keyof typeof recoveryEn, string>>;
