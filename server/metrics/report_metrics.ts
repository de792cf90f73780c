/**
 * Metrics of what pages reported.
 *
 * @module
 */
import type { MetricRegistry } from "./metric_registry.ts";
import type { MetricSources } from "./metric_sources.ts";

const MEDIA_BUCKETS_SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 60];

/** Adds them to a registry. */
export function addReportMetrics(
  registry: MetricRegistry,
  { reports }: MetricSources,
): void {
  registry.addCounter({
    name: "maru_peer_connections_total",
    help:
      "First connections of newcomers to members, by route and transport, as their pages reported",
    labelNames: ["route", "transport"],
    read: () =>
      reports.counts.map(({ route, transport, count }) => ({
        labels: { route, transport },
        value: count,
      })),
  });
  reports.observeMediaSeconds = registry.addHistogram(
    "maru_media_start_seconds",
    "From pressing Join to the first media of a member, as pages reported since the first scrape",
    MEDIA_BUCKETS_SECONDS,
  );
}
