/**
 * Metrics of the embedded STUN and TURN server; without one they have no values.
 *
 * @module
 */
import type { EmbeddedIceServerStats } from "../../ice/ice_server_options.ts";
import { DROP_REASONS } from "../../ice/turn/relay/drop_counters.ts";
import type { MetricSources } from "./metric_sources.ts";
import {
  byLabel,
  type MetricRegistry,
  type Sample,
  single,
} from "./metric_registry.ts";

/** Adds them to a registry. */
export function addRelayMetrics(
  registry: MetricRegistry,
  sources: MetricSources,
): void {
  const read = <T>(of: (stats: EmbeddedIceServerStats) => T, none: T): T => {
    const stats = sources.relay();
    return stats === null ? none : of(stats);
  };
  registry.addGauge({
    name: "maru_relay_allocations",
    help: "Live TURN allocations, by transport between client and server",
    labelNames: ["transport"],
    read: () =>
      read((s) => byLabel("transport", Object.entries(s.allocationsBy)), []),
  });
  registry.addGauge({
    name: "maru_relay_addresses",
    help: "Relayed ports in use, reserved ones included",
    read: () => single(read((s) => s.relayedAddresses, null)),
  });
  registry.addGauge({
    name: "maru_relay_addresses_max",
    help: "Relayed ports that may be in use (MAX_ALLOCATIONS)",
    read: () => single(sources.limits.allocations),
  });
  registry.addGauge({
    name: "maru_relay_connections",
    help: "Open TCP and TLS connections of TURN clients",
    read: () => single(read((s) => s.streams, null)),
  });
  addTrafficMetrics(registry, read);
  registry.addCounter({
    name: "maru_relay_dropped_packets_total",
    help: "Packets that the relay dropped, by reason",
    labelNames: ["reason"],
    read: () =>
      read((s) =>
        byLabel(
          "reason",
          DROP_REASONS.map((reason) => [reason, s.drops[reason] ?? 0]),
        ), []),
  });
  registry.addCounter({
    name: "maru_relay_requests_total",
    help: "STUN and TURN requests",
    read: () => single(read((s) => s.requests, null)),
  });
}

function addTrafficMetrics(
  registry: MetricRegistry,
  read: <T>(of: (stats: EmbeddedIceServerStats) => T, none: T) => T,
): void {
  const labelNames = ["transport", "direction"];
  registry.addCounter({
    name: "maru_relay_bytes_total",
    help:
      "Relayed bytes of payload, by transport of the client and direction as the client sees it",
    labelNames,
    read: () =>
      read((s) => byDirection(s, "toPeersBytes", "toClientsBytes"), []),
  });
  registry.addCounter({
    name: "maru_relay_packets_total",
    help:
      "Relayed packets, by transport of the client and direction as the client sees it",
    labelNames,
    read: () => read((s) => byDirection(s, "toPeers", "toClients"), []),
  });
}

function byDirection(
  { relayedBy }: EmbeddedIceServerStats,
  toPeers: "toPeers" | "toPeersBytes",
  toClients: "toClients" | "toClientsBytes",
): readonly Sample[] {
  return Object.entries(relayedBy).flatMap(([transport, counts]) => [
    { labels: { transport, direction: "to_peer" }, value: counts[toPeers] },
    { labels: { transport, direction: "to_client" }, value: counts[toClients] },
  ]);
}
