/**
 * Entry of the connection check, a document of its own: connects browser,
 * engine and views. No device is opened before the person starts the check.
 *
 * @module
 */
import {
  ConnectionCheck,
  INITIAL_CHECK_STATE,
} from "./engine/check/connection_check.ts";
import { serverUrl } from "./engine/base_url.ts";
import { systemClock } from "./engine/clock.ts";
import { asRecord } from "./engine/json.ts";
import type { PageBuild } from "./view/check/check_page.tsx";
import { Store } from "./engine/store.ts";
import { mediaAccess } from "./platform/media_access.ts";
import { fillRandom, openSocket } from "./platform/open_socket.ts";
import { PAGE_SERVER } from "./platform/page_server.ts";
import { webAudioTest } from "./platform/web_audio_check.ts";
import { makeRoomName } from "./room_name.ts";
import { registerServiceWorker } from "./service_worker/register_service_worker.ts";
import { startDocument } from "./start_document.ts";
import { mountCheckPage } from "./view/mount_check.tsx";

/** Version and hash of the page; null when the server does not tell. */
async function fetchBuild(): Promise<PageBuild | null> {
  try {
    const response = await fetch(serverUrl("/build.json"), {
      cache: "no-store",
    });
    const { version, hash } = asRecord(await response.json()) ?? {};
    return typeof version === "string" && typeof hash === "string"
      ? { version, hash }
      : null;
  } catch {
    return null;
  }
}

function startCheck(): void {
  const { root, preferences } = startDocument();
  registerServiceWorker(navigator.serviceWorker);
  const store = new Store(INITIAL_CHECK_STATE);
  const check = new ConnectionCheck(store, {
    clock: systemClock,
    makeId: () => makeRoomName(fillRandom),
    devices: navigator.mediaDevices,
    mediaAccess,
    makePc: (configuration) => new RTCPeerConnection(configuration),
    openSocket: (...socket) => openSocket(PAGE_SERVER, ...socket),
    audio: webAudioTest,
    fetchPath: (path) => fetch(serverUrl(path), { cache: "no-store" }),
    hasWebRtc: "RTCPeerConnection" in globalThis,
  });
  mountCheckPage(root, preferences, {
    store,
    build: fetchBuild(),
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

startCheck();
