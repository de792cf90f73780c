/**
 * Hands what the browser tells of network, screen and sleep to the parts of
 * the engine that deal with it.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallPlatform } from "../engine/call/call_platform.ts";
import type { CallState } from "../engine/call/call_state.ts";
import { DeviceReturn } from "../engine/media/device_return.ts";
import { Recovery } from "../engine/call/recovery.ts";
import type { Store } from "../engine/store.ts";
import { WakeLock } from "../engine/call/wake_lock.ts";
import { playAll } from "../view/ui/media_elements.tsx";

/** Follows the browser for as long as the page is there. */
export function watchDevice(
  call: Call,
  store: Store<CallState>,
  platform: Pick<CallPlatform, "clock" | "wallMs">,
): void {
  const { clock, wallMs } = platform;
  const { media, notices } = call;
  const recovery = new Recovery({
    clock,
    wallMs,
    store,
    notices,
    wake: () => call.wake(),
    changePath: () => call.changePath(),
  });
  const devices = new DeviceReturn({ clock, store, media, notices });
  const lock = new WakeLock(requestLock());
  let isIn = false;
  store.subscribe(({ phase }) => {
    if (isIn === (phase === "joined")) return;
    isIn = !isIn;
    if (isIn) {
      recovery.start();
      void lock.hold();
    } else {
      recovery.stop();
      void lock.release();
    }
  });
  const setOnline = () => recovery.setOnline(navigator.onLine);
  addEventListener("online", setOnline);
  addEventListener("offline", setOnline);
  setOnline();
  watchConnection(recovery);
  const onVisibility = () => {
    call.quality.wake();
    if (document.visibilityState === "hidden") return devices.hidden();
    devices.shown();
    recovery.shown();
    void lock.look();
    // Phones pause what plays in a page that is put away.
    playAll();
  };
  document.addEventListener("visibilitychange", onVisibility);
  // A page that was frozen and not hidden before hears of it by this alone.
  document.addEventListener("resume", onVisibility);
}

/** By the Network Information API, where there is one; newer than the types. */
function watchConnection(recovery: Recovery): void {
  const connection = "connection" in navigator ? navigator.connection : null;
  if (!(connection instanceof EventTarget)) return;
  const tell = () => {
    const type = "type" in connection ? connection.type : undefined;
    recovery.setNetworkType(typeof type === "string" ? type : undefined);
  };
  connection.addEventListener("change", tell);
  tell();
}

function requestLock(): (() => Promise<WakeLockSentinel>) | undefined {
  const { wakeLock } = navigator;
  // Some browsers have none, whatever the types say.
  return "wakeLock" in navigator ? () => wakeLock.request("screen") : undefined;
}
