/**
 * The browser, for the rooms of a page.
 *
 * @module
 */
import { roomKeyOf } from "../../signaling/room_name.ts";
import { systemClock } from "../engine/clock.ts";
import { deriveProofKey } from "../engine/trust/message_proof.ts";
import { mediaAccess } from "../platform/media_access.ts";
import {
  fillRandom,
  openDeferredSocket,
  openSocket,
} from "../platform/open_socket.ts";
import { PageCertificate } from "../platform/page_certificate.ts";
import { makeRoomName } from "../room_name.ts";
import type { DeviceEvents, LibraryPlatform } from "./library_platform.ts";

const certificate = new PageCertificate();
const language = () => "en";

/** Functions of this browser. */
export function browserPlatform(): LibraryPlatform {
  return {
    clock: systemClock,
    wallMs: () => Date.now(),
    random: () => Math.random(),
    makeId: () => makeRoomName(fillRandom),
    devices: navigator.mediaDevices,
    mediaAccess,
    makeStream: (tracks) => new MediaStream(tracks),
    makePc: (configuration) => certificate.makePc(configuration),
    // Each function of the call goes on after an error.
    // deno-lint-ignore no-console
    onError: (error) => console.warn(error),
    libraryUrl: import.meta.url,
    hasWebRtc: "RTCPeerConnection" in globalThis,
    cores: navigator.hardwareConcurrency,
    prepare: () => certificate.prepare(),
    openSocket: ({ baseUrl, roomName }, resume, events) =>
      openSocket({ baseUrl, language }, roomName, resume, events),
    openDeferredSocket: ({ baseUrl, roomName }, events) =>
      openDeferredSocket({ baseUrl, language }, roomName, events),
    deriveProofKey: (key, roomName) =>
      isSecureContext
        ? deriveProofKey(crypto.subtle, key, roomKeyOf(roomName))
        : null,
    listen,
  };
}

function listen(events: DeviceEvents): () => void {
  const removals: (() => void)[] = [];
  const on = (
    target: EventTarget | undefined,
    type: string,
    run: () => void,
  ) => {
    target?.addEventListener(type, run);
    removals.push(() => target?.removeEventListener(type, run));
  };
  const setOnline = () => events.onOnline(navigator.onLine);
  on(globalThis, "online", setOnline);
  on(globalThis, "offline", setOnline);
  on(globalThis, "pagehide", () => events.onClose());
  on(navigator.mediaDevices, "devicechange", () => events.onDeviceChange());
  on(document, "visibilitychange", () => {
    if (document.visibilityState === "visible") events.onVisible();
  });
  setOnline();
  return () => removals.forEach((remove) => remove());
}
