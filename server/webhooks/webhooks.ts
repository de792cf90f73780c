/**
 * Webhooks: tells the operator's program of rooms and members.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import type { Hub } from "../../signaling/hub.ts";
import type { WebhookConfig } from "../config/config.ts";
import type { RefusalReporter } from "../refusals/refusal_log.ts";
import { DeliveryQueue } from "./delivery_queue.ts";
import { RoomEvents } from "./room_events.ts";
import { postDelivery, signDelivery } from "./signed_request.ts";

/** Parts of the webhooks. */
export interface WebhooksOptions {
  /** Address and secret; null sends nothing. */
  readonly config: WebhookConfig | null;
  /** The rooms. */
  readonly hub: () => Hub;
  /** Counts and logs lost deliveries. */
  readonly onRefusal: RefusalReporter;
  /** Unix milliseconds. */
  readonly wallMs: () => number;
}

/** Running webhooks. */
export interface Webhooks {
  /** Receives the events of seats. */
  readonly events: RoomEvents;
  /** Sends nothing more. */
  close(): void;
}

/** Starts webhooks. */
export function startWebhooks(
  { config, hub, onRefusal, wallMs }: WebhooksOptions,
): Webhooks {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const queue = config === null ? null : new DeliveryQueue({
    post: (delivery) =>
      postDelivery(
        config.url,
        delivery,
        signDelivery(delivery, config.secret.reveal(), wallMs()),
      ),
    after: (delayMs, run) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, delayMs);
      timers.add(timer);
    },
    onLost: (reason) => onRefusal("webhook-lost", { reason }),
  });
  const events = new RoomEvents(
    (key) => hub().rooms.get(key),
    (event) =>
      queue?.add({
        id: randomUUID(),
        body: JSON.stringify({
          ...event,
          at: new Date(wallMs()).toISOString(),
        }),
      }),
  );
  return {
    events,
    close: () => {
      queue?.close();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
