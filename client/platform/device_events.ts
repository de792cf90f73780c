/**
 * Events of the browser about network, visibility and sleep, passed to the
 * engine.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallPlatform } from "../engine/call/call_platform.ts";
import type { CallState } from "../engine/call/call_state.ts";
import { DeviceReacquirer } from "../engine/media/device_reacquirer.ts";
import { ConnectivityMonitor } from "../engine/call/connectivity_monitor.ts";
import { selectSlice, type Store } from "../engine/store.ts";
import { ScreenWakeLock } from "../engine/call/screen_wake_lock.ts";
import { resumeAllMedia } from "../view/ui/media_elements.tsx";

/** Listens for the lifetime of the page. */
export function watchDeviceEvents(
  call: Call,
  store: Store<CallState>,
  platform: Pick<CallPlatform, "clock" | "wallMs">,
): void {
  const { clock, wallMs } = platform;
  const { media, notices } = call;
  const connectivity = new ConnectivityMonitor({
    clock,
    wallMs,
    state: store,
    isJoined: () => store.get().phase === "joined",
    hasEvidence: () => call.hasNetworkEvidence,
    onDoubt: () => call.verifySignaling(),
    notices,
    onResume: () => call.onResume(),
    onNetworkChange: () => call.onNetworkChange(),
  });
  const devices = new DeviceReacquirer({
    clock,
    state: selectSlice(store, "media"),
    media,
    isCallOver: () => ["left", "refused"].includes(store.get().phase),
    notify: (notice) => notices.post(notice),
  });
  store.subscribe(() => devices.onMediaChange());
  const wakeLock = new ScreenWakeLock(makeWakeLockRequest());
  let isJoined = false;
  store.subscribe(({ phase }) => {
    connectivity.update();
    if (isJoined === (phase === "joined")) return;
    isJoined = !isJoined;
    if (isJoined) {
      connectivity.start();
      void wakeLock.acquire();
    } else {
      connectivity.stop();
      void wakeLock.release();
    }
  });
  const setOnline = () => connectivity.setOnline(navigator.onLine);
  addEventListener("online", setOnline);
  addEventListener("offline", setOnline);
  setOnline();
  watchNetworkType(connectivity);
  const onVisibility = () => {
    call.quality.updateNow();
    if (document.visibilityState === "hidden") return devices.onPageHidden();
    devices.onPageVisible();
    connectivity.onPageVisible();
    void wakeLock.reacquire();
    // Phones pause media elements of a page in the background.
    resumeAllMedia();
  };
  document.addEventListener("visibilitychange", onVisibility);
  // A frozen page that was visible before gets only this event.
  document.addEventListener("resume", onVisibility);
}

/** Network Information API, where supported; newer than the types. */
function watchNetworkType(connectivity: ConnectivityMonitor): void {
  const connection = "connection" in navigator ? navigator.connection : null;
  if (!(connection instanceof EventTarget)) return;
  const update = () => {
    const type = "type" in connection ? connection.type : undefined;
    connectivity.setNetworkType(typeof type === "string" ? type : undefined);
  };
  connection.addEventListener("change", update);
  update();
}

function makeWakeLockRequest(): (() => Promise<WakeLockSentinel>) | undefined {
  const { wakeLock } = navigator;
  // Not in all browsers, although the types have it.
  return "wakeLock" in navigator ? () => wakeLock.request("screen") : undefined;
}
