/**
 * The table of the benchmark of several processes.
 *
 * @module
 */
import type { SignalingLoadResult } from "../signaling/loads.ts";

/** Results of one case. */
export interface ScaleRow {
  /** Number of processes and place of the members. */
  readonly name: string;
  /** As fast as it goes. */
  readonly full: SignalingLoadResult;
  /** At a fixed low rate. */
  readonly calm: SignalingLoadResult;
}

/** A Markdown table with one row for each case. */
export function formatScaleTable(
  rows: readonly ScaleRow[],
  calmPerSecond: number,
): string {
  const lines = rows.map(({ name, full, calm }) =>
    `| ${
      [
        name,
        full.deliveredPerSecond.toFixed(0),
        full.cpuUsPerDelivery.toFixed(1),
        full.storeUsPerDelivery.toFixed(1),
        `${full.serverBusy.toFixed(2)} + ${full.clientBusy.toFixed(2)}`,
        (calm.p50Us / 1000).toFixed(2),
        (calm.p99Us / 1000).toFixed(2),
      ].join(" | ")
    } |`
  );
  return [
    `| processes | deliveries/s | server CPU, µs a delivery | Redis CPU, µs a delivery | cores of servers + load generator | p50 at ${calmPerSecond}/s, ms | p99, ms |`,
    "|---|---|---|---|---|---|---|",
    ...lines,
  ].join("\n");
}
