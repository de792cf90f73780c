/**
 * Entry of the connection check: connects browser, engine and views. Loaded at
 * its address only.
 *
 * @module
 */
import {
  type CheckPlatform,
  ConnectionCheck,
  INITIAL_CHECK_STATE,
} from "./engine/check/connection_check.ts";
import { serverUrl } from "./engine/base_url.ts";
import { Store } from "./engine/store.ts";
import { mountCheckPage } from "./view/mount_check.tsx";
import type { Preferences } from "./view/context/preferences.ts";
import { webAudioTest } from "./platform/web_audio_check.ts";

/** The part of the platform that is shared with the call. */
export type CheckSharedPlatform = Pick<
  CheckPlatform,
  "clock" | "makeId" | "devices" | "mediaAccess" | "makePc" | "openSocket"
>;

/** Loads the styles of the check, whose address `index.html` has. */
async function loadStyle(): Promise<void> {
  const link = document.getElementById("check-style");
  if (!(link instanceof HTMLLinkElement)) return;
  await new Promise((resolve) => {
    link.onload = link.onerror = resolve;
    link.rel = "stylesheet";
  });
}

/** Shows the page; no device is opened before the person starts the check. */
export async function startCheck(
  root: Element,
  preferences: Preferences,
  platform: CheckSharedPlatform,
): Promise<void> {
  await loadStyle();
  const store = new Store(INITIAL_CHECK_STATE);
  const check = new ConnectionCheck(store, {
    ...platform,
    audio: webAudioTest,
    fetchPath: (path) => fetch(serverUrl(path), { cache: "no-store" }),
    hasWebRtc: "RTCPeerConnection" in globalThis,
  });
  mountCheckPage(root, preferences, {
    store,
    actions: {
      run: () => void check.run(),
      record: () => void check.recordAndPlay(),
      playTone: () => void check.playTone(),
      answerTone: (isHeard) => check.answerTone(isHeard),
      releaseDevices: () => check.release(),
    },
  });
  addEventListener("pagehide", () => check.release());
}
