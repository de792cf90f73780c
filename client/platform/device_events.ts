/**
 * Hands what the browser tells of network, screen and sleep to the parts of
 * the engine that deal with it.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallPlatform } from "../engine/call/call_platform.ts";
import type { CallState } from "../engine/call/call_state.ts";
import { DeviceReacquirer } from "../engine/media/device_reacquirer.ts";
import { ConnectivityMonitor } from "../engine/call/connectivity_monitor.ts";
import type { Store } from "../engine/store.ts";
import { ScreenWakeLock } from "../engine/call/screen_wake_lock.ts";
import { resumeAllMedia } from "../view/ui/media_elements.tsx";

/** Follows the browser for as long as the page is there. */
export function watchDeviceEvents(
  call: Call,
  store: Store<CallState>,
  platform: Pick<CallPlatform, "clock" | "wallMs">,
): void {
  const { clock, wallMs } = platform;
  const { media, notices } = call;
  const recovery = new ConnectivityMonitor({
    clock,
    wallMs,
    store,
    notices,
    onResume: () => call.onResume(),
    onNetworkChange: () => call.onNetworkChange(),
  });
  const devices = new DeviceReacquirer({ clock, store, media, notices });
  const lock = new ScreenWakeLock(makeWakeLockRequest());
  let isIn = false;
  store.subscribe(({ phase }) => {
    if (isIn === (phase === "joined")) return;
    isIn = !isIn;
    if (isIn) {
      recovery.start();
      void lock.acquire();
    } else {
      recovery.stop();
      void lock.release();
    }
  });
  const setOnline = () => recovery.setOnline(navigator.onLine);
  addEventListener("online", setOnline);
  addEventListener("offline", setOnline);
  setOnline();
  watchNetworkType(recovery);
  const onVisibility = () => {
    call.quality.updateNow();
    if (document.visibilityState === "hidden") return devices.onPageHidden();
    devices.onPageVisible();
    recovery.onPageVisible();
    void lock.reacquire();
    // Phones pause what plays in a page that is put away.
    resumeAllMedia();
  };
  document.addEventListener("visibilitychange", onVisibility);
  // A page that was frozen and not hidden before hears of it by this alone.
  document.addEventListener("resume", onVisibility);
}

/** By the Network Information API, where there is one; newer than the types. */
function watchNetworkType(recovery: ConnectivityMonitor): void {
  const connection = "connection" in navigator ? navigator.connection : null;
  if (!(connection instanceof EventTarget)) return;
  const tell = () => {
    const type = "type" in connection ? connection.type : undefined;
    recovery.setNetworkType(typeof type === "string" ? type : undefined);
  };
  connection.addEventListener("change", tell);
  tell();
}

function makeWakeLockRequest(): (() => Promise<WakeLockSentinel>) | undefined {
  const { wakeLock } = navigator;
  // Some browsers have none, whatever the types say.
  return "wakeLock" in navigator ? () => wakeLock.request("screen") : undefined;
}
