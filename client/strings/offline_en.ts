/**
 * What the page says in English when it starts without a server.
 *
 * @module
 */

/** English; part of the page's table. */
export const offlineEn = {
  offlineTitle: "No connection to the server",
  offlineText:
    "Maru starts from the server that you opened it at, and that does not answer now. This page looks again by itself and goes on as soon as it does.",
  offlineHint:
    "If you are online and others get through, the server may be stopped or on another network.",
  offlineLooking: "Looking for the server…",
  offlineStill: "Still no answer. Looking again by itself.",
} as const;

/** The same in another language. */
export type OfflineStrings = Readonly<Record<keyof typeof offlineEn, string>>;
