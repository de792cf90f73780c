/**
 * Metrics of a process among several; a single one has no values.
 *
 * @module
 */
import type { ScaleOutStats } from "../../signaling/scale_out/scale_out.ts";
import type { MetricSources } from "./metric_sources.ts";
import { type MetricRegistry, single } from "./metric_registry.ts";

/** Adds them to a registry. */
export function addScaleOutMetrics(
  registry: MetricRegistry,
  sources: MetricSources,
): void {
  const read = (of: (stats: ScaleOutStats) => number) => () => {
    const stats = sources.scaleOut();
    return single(stats === null ? null : of(stats));
  };
  registry.addGauge({
    name: "maru_redis_available",
    help: "1 while Redis answers, 0 while the process goes on alone",
    read: read(({ isAvailable }) => isAvailable ? 1 : 0),
  });
  registry.addGauge({
    name: "maru_owned_rooms",
    help: "Rooms that this process owns among several",
    read: read(({ ownedRooms }) => ownedRooms),
  });
  registry.addGauge({
    name: "maru_forwarded_websockets",
    help: "WebSockets here whose rooms another process owns",
    read: read(({ forwardedSockets }) => forwardedSockets),
  });
  registry.addGauge({
    name: "maru_remote_members",
    help: "Members of rooms here whose WebSockets are at another process",
    read: read(({ remoteClients }) => remoteClients),
  });
  registry.addCounter({
    name: "maru_forwarded_messages_total",
    help: "Messages of clients sent to the owners of their rooms",
    read: read(({ messagesForwarded }) => messagesForwarded),
  });
  registry.addCounter({
    name: "maru_forwarded_deliveries_total",
    help: "Messages for clients here received from the owners of their rooms",
    read: read(({ messagesDelivered }) => messagesDelivered),
  });
  registry.addCounter({
    name: "maru_lost_rooms_total",
    help: "Rooms that this process gave up because another one owned them",
    read: read(({ roomsLost }) => roomsLost),
  });
}
