/**
 * Puts the page of the connection check together.
 *
 * @module
 */
import {
  type CheckPlatform,
  ConnectionCheck,
  NO_CHECK,
} from "./engine/check/connection_check.ts";
import { Store } from "./engine/store.ts";
import { mountCheck } from "./view/mount.tsx";
import type { Preferences } from "./view/context/preferences.ts";
import { webSound } from "./platform/web_sound.ts";

/** What the page shares with a room. */
export type SharedPlatform = Pick<
  CheckPlatform,
  "clock" | "makeId" | "devices" | "makePc" | "openSocket"
>;

/** True for the address of the check. */
export function isCheckPath(pathname: string): boolean {
  return /^\/check\/?$/.test(pathname);
}

/** Shows the page; nothing is opened until the person starts. */
export function startCheck(
  root: Element,
  preferences: Preferences,
  platform: SharedPlatform,
): void {
  const store = new Store(NO_CHECK);
  const check = new ConnectionCheck(store, {
    ...platform,
    sound: webSound,
    ask: (path) => fetch(path, { cache: "no-store" }),
    hasWebRtc: "RTCPeerConnection" in globalThis,
  });
  mountCheck(root, preferences, {
    store,
    actions: {
      run: () => void check.run(),
      record: () => void check.record(),
      playTone: () => void check.playTone(),
      answerTone: (isHeard) => check.answerTone(isHeard),
      release: () => check.release(),
    },
  });
  addEventListener("pagehide", () => check.release());
}
