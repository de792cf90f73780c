/**
 * Reads the numbers of the running parts of the process.
 *
 * @module
 */
import type { Hub } from "../../signaling/hub.ts";
import type { ScaleOutStats } from "../../signaling/scale_out/scale_out.ts";
import type { MetricSources, RoomCounts } from "./metric_sources.ts";

/** The parts, as far as their numbers go. */
export interface AppParts {
  /** Listener of the page port. */
  readonly front: { readonly connectionCount: number };
  /** Rooms and WebSockets. */
  readonly signaling: {
    readonly hub: Hub;
    readonly socketCount: number;
    readonly scaleOut: { readonly stats: ScaleOutStats } | null;
  };
  /** Counted refusals. */
  readonly refusals: { readonly totals: Iterable<readonly [string, number]> };
}

/** What the parts do not know. */
export type OtherSources = Pick<
  MetricSources,
  | "certificate"
  | "isReady"
  | "limits"
  | "relay"
  | "reports"
  | "seats"
  | "startedAtMs"
  | "version"
>;

/** Creates the sources of the metrics; `parts` is called by each scrape. */
export function createMetricSources(
  parts: () => AppParts,
  others: OtherSources,
): MetricSources {
  const counters = () => parts().signaling.hub.messageCounters;
  return {
    ...others,
    pageConnections: () => parts().front.connectionCount,
    webSockets: () => parts().signaling.socketCount,
    rooms: () => countRooms(parts().signaling.hub),
    scaleOut: () => parts().signaling.scaleOut?.stats ?? null,
    messages: () => counters().byKind,
    messageErrors: () => counters().refusedByCode,
    refusals: () => parts().refusals.totals,
  };
}

function countRooms({ rooms, seats }: Hub): RoomCounts {
  let away = 0;
  let waiting = 0;
  for (const { lostAtMs } of seats.values()) if (lostAtMs !== null) away++;
  for (const { knocks } of rooms.values()) waiting += knocks.size;
  return { rooms: rooms.size, connected: seats.size - away, away, waiting };
}
