/**
 * Metrics of connections, rooms, members and messages.
 *
 * @module
 */
import type { MetricSources } from "./metric_sources.ts";
import { byLabel, type MetricRegistry, single } from "./metric_registry.ts";

/** Adds them to a registry. */
export function addSignalingMetrics(
  registry: MetricRegistry,
  sources: MetricSources,
): void {
  registry.addGauge({
    name: "maru_connections",
    help: "Open TCP connections to the page port, WebSockets included",
    read: () => single(sources.pageConnections()),
  });
  registry.addGauge({
    name: "maru_websockets",
    help: "Open WebSockets of signaling",
    read: () => single(sources.webSockets()),
  });
  registry.addGauge({
    name: "maru_websockets_max",
    help: "WebSockets that may be open (MAX_CONNECTIONS)",
    read: () => single(sources.limits.connections),
  });
  addRoomMetrics(registry, sources);
  registry.addCounter({
    name: "maru_messages_total",
    help: "Messages received from clients, by kind",
    labelNames: ["kind"],
    read: () => byLabel("kind", sources.messages()),
  });
  registry.addCounter({
    name: "maru_message_errors_total",
    help: "Messages of clients that were answered with an error, by its code",
    labelNames: ["code"],
    read: () => byLabel("code", sources.messageErrors()),
  });
  registry.addCounter({
    name: "maru_refusals_total",
    help:
      "Refused requests, connections, WebSockets and relay allocations, by code",
    labelNames: ["code"],
    read: () => byLabel("code", sources.refusals()),
  });
}

function addRoomMetrics(
  registry: MetricRegistry,
  sources: MetricSources,
): void {
  registry.addGauge({
    name: "maru_rooms",
    help: "Rooms with a member or a request to join",
    read: () => single(sources.rooms().rooms),
  });
  registry.addGauge({
    name: "maru_rooms_max",
    help: "Rooms that may exist (MAX_ROOMS)",
    read: () => single(sources.limits.rooms),
  });
  registry.addGauge({
    name: "maru_members",
    help:
      "Seats of rooms: connected, away (socket lost, seat kept), and clients that wait to be admitted",
    labelNames: ["state"],
    read: () => {
      const { connected, away, waiting } = sources.rooms();
      return byLabel("state", Object.entries({ connected, away, waiting }));
    },
  });
  registry.addCounter({
    name: "maru_joins_total",
    help: "Clients that got a seat: a new one, or their own again",
    labelNames: ["seat"],
    read: () => {
      const { opened, resumed } = sources.seats;
      return byLabel("seat", Object.entries({ new: opened, resumed }));
    },
  });
  registry.addCounter({
    name: "maru_seats_ended_total",
    help: "Seats that ended, by reason",
    labelNames: ["reason"],
    read: () => byLabel("reason", sources.seats.ended),
  });
}
