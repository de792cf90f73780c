/**
 * What pages reported of their connections since the start.
 *
 * @module
 */
import type { ConnectionReport } from "../../signaling/protocol.ts";

/** Number of reported connections of one kind. */
export interface ReportedConnections
  extends Pick<ConnectionReport, "route" | "transport"> {
  /** Since the start. */
  readonly count: number;
}

const KINDS: readonly Pick<ConnectionReport, "route" | "transport">[] = [
  { route: "direct", transport: "udp" },
  { route: "direct", transport: "tcp" },
  { route: "relayed", transport: "udp" },
  { route: "relayed", transport: "tcp" },
  { route: "relayed", transport: "tls" },
];

/** Counts reports; a page can claim anything, so the numbers are no proof. */
export class ConnectionReports {
  /** Takes the seconds from Join to media; null while nobody reads them. */
  observeMediaSeconds: ((seconds: number) => void) | null = null;
  readonly #counts = KINDS.map((kind) => ({ ...kind, count: 0 }));

  /** Counts one report. */
  add({ route, transport, mediaMs }: ConnectionReport): void {
    const counted = this.#counts.find((kind) =>
      kind.route === route && kind.transport === transport
    );
    if (counted === undefined) return;
    counted.count++;
    if (mediaMs !== null) this.observeMediaSeconds?.(mediaMs / 1000);
  }

  /** All kinds, those without a report included. */
  get counts(): readonly ReportedConnections[] {
    return this.#counts;
  }
}
