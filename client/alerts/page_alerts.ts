/**
 * Alerts a person while the page is not seen: a mark in the title of the tab,
 * a short sound, a notification of the system. Loaded with the first call.
 *
 * @module
 */
import type { CallState } from "../engine/call/call_state.ts";
import type { StringKey } from "../strings/en.ts";
import {
  ALERT_KINDS,
  type AlertEvent,
  findAlertEvents,
} from "./alert_events.ts";
import { playAlertSound } from "./alert_sound.ts";
import { markTitle } from "./title_mark.ts";

const TAG_PREFIX = "maru-";

/** Texts of the page. */
export type AlertTexts = (
  key: StringKey,
  params?: Readonly<Record<string, string>>,
) => string;

/** Alerts of one page. */
export class PageAlerts {
  #count = 0;
  readonly #notifications = new Set<Notification>();

  /** Listens for the page to be seen again. */
  start(): void {
    document.addEventListener("visibilitychange", () => this.#clearWhenSeen());
  }

  /** Alerts to what changed between two states, unless the page is seen. */
  onChange(before: CallState, after: CallState, texts: AlertTexts): void {
    if (document.visibilityState === "visible") return;
    const events = findAlertEvents(before, after, Date.now());
    const [first] = events;
    if (!first) return;
    this.#count += events.length;
    document.title = markTitle(document.title, this.#count);
    const { alerts, devices } = after;
    if (alerts.hasSound) playAlertSound(first.kind, devices.speaker.deviceId);
    if (alerts.notifications !== "on") return;
    for (const event of events) {
      this.#notify(event, texts, document.title, alerts.hasSound);
    }
  }

  #notify(
    { kind, key, name, fallbackNameKey, text }: AlertEvent,
    texts: AlertTexts,
    title: string,
    hasSound: boolean,
  ): void {
    const body = texts(key, { name: name || texts(fallbackNameKey), text });
    // The tag replaces the last one of its kind.
    const options = { body, tag: TAG_PREFIX + kind, silent: hasSound };
    try {
      const notification = new Notification(title, options);
      this.#notifications.add(notification);
      notification.onclick = () => {
        globalThis.focus();
        notification.close();
      };
      notification.onclose = () => this.#notifications.delete(notification);
    } catch {
      // Chrome on Android shows only those of a service worker.
      void withWorker((worker) => worker.showNotification(title, options));
    }
  }

  #clearWhenSeen(): void {
    if (document.visibilityState !== "visible") return;
    this.#count = 0;
    document.title = markTitle(document.title, 0);
    for (const notification of this.#notifications) notification.close();
    this.#notifications.clear();
    void withWorker(closeNotifications);
  }
}

/** Runs with the service worker's registration, if there is one. */
async function withWorker(
  run: (worker: ServiceWorkerRegistration) => Promise<void>,
): Promise<void> {
  try {
    const worker = await navigator.serviceWorker?.getRegistration();
    if (worker) await run(worker);
  } catch {
    // The browser blocks storage or notifications.
  }
}

async function closeNotifications(
  worker: ServiceWorkerRegistration,
): Promise<void> {
  for (const kind of ALERT_KINDS) {
    const tag = TAG_PREFIX + kind;
    const shown = await worker.getNotifications({ tag });
    for (const notification of shown) notification.close();
  }
}
