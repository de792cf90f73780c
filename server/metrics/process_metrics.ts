/**
 * Metrics of the process: version, certificate, CPU, memory, event loop.
 *
 * @module
 */
import { X509Certificate } from "node:crypto";
import type { MetricSources } from "./metric_sources.ts";
import { readProcessUsage } from "./process_usage.ts";
import { type MetricRegistry, single } from "./metric_registry.ts";

const DELAY_BUCKETS_SECONDS = [
  0.001,
  0.0025,
  0.005,
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
];

/** Adds them to a registry. */
export function addProcessMetrics(
  registry: MetricRegistry,
  sources: MetricSources,
): void {
  registry.addGauge({
    name: "maru_build_info",
    help: "Always 1; the labels are the versions of Maru and Deno",
    labelNames: ["version", "deno"],
    read: () => [{
      labels: { version: sources.version, deno: Deno.version.deno },
      value: 1,
    }],
  });
  registry.addGauge({
    name: "maru_ready",
    help: "1 while the process accepts new members",
    read: () => single(Number(sources.isReady())),
  });
  registry.addGauge({
    name: "maru_certificate_expiry_timestamp_seconds",
    help: "End of the certificate in use, in Unix seconds; none without TLS",
    read: () => single(expirySecondsOf(sources.certificate())),
  });
  addUsageMetrics(registry, sources);
}

/** Adds the histogram of the delay of the event loop; the function feeds it. */
export function addEventLoopMetric(
  registry: MetricRegistry,
): (seconds: number) => void {
  return registry.addHistogram(
    "maru_event_loop_delay_seconds",
    "How late timers run, observed since the first scrape",
    DELAY_BUCKETS_SECONDS,
  );
}

function addUsageMetrics(
  registry: MetricRegistry,
  sources: MetricSources,
): void {
  registry.addGauge({
    name: "process_start_time_seconds",
    help: "Start of the process in Unix seconds",
    read: () => single(sources.startedAtMs / 1000),
  });
  registry.addCounter({
    name: "process_cpu_user_seconds_total",
    help: "CPU time of the process in user mode",
    read: () => single(readProcessUsage().userCpuSeconds),
  });
  registry.addCounter({
    name: "process_cpu_system_seconds_total",
    help: "CPU time of the process in the kernel",
    read: () => single(readProcessUsage().systemCpuSeconds),
  });
  registry.addGauge({
    name: "process_resident_memory_bytes",
    help: "Memory of the process in RAM",
    read: () => single(readProcessUsage().residentBytes),
  });
  registry.addGauge({
    name: "maru_heap_bytes",
    help: "Memory of the JavaScript heap that is in use",
    read: () => single(readProcessUsage().heapBytes),
  });
  registry.addGauge({
    name: "process_open_fds",
    help: "Open file descriptors; none where the process may not read /proc",
    read: () => single(readProcessUsage().openDescriptors),
  });
}

function expirySecondsOf(pem: string | null): number | null {
  return pem === null
    ? null
    : Date.parse(new X509Certificate(pem).validTo) / 1000;
}
