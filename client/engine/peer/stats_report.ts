/**
 * Typed access to a report of `getStats()` by id, type and media line. Every
 * field may be missing: browsers leave out what they do not measure.
 *
 * @module
 */
import { asRecord, type UnknownRecord } from "../json.ts";
import type { TrackRole } from "./track_role.ts";

/** Fields of one entry of a report. */
export type StatsEntry = UnknownRecord;

/** Media lines (`mid`) by role; empty before negotiation. */
export type Mids = Readonly<Partial<Record<TrackRole, string>>>;

/** A report and what is needed to read it. */
export interface StatsSnapshot {
  /** Identifies the connection: counters start at 0 in a new one. */
  readonly connectionId: string;
  /** Clock of the call. */
  readonly atMs: number;
  readonly mids: Mids;
  readonly values: readonly unknown[];
}

/** Entries of an `RTCStatsReport`; none when there is no report. */
export function listStatsEntries(
  report: Pick<RTCStatsReport, "forEach"> | undefined,
): unknown[] {
  const entries: unknown[] = [];
  report?.forEach((entry) => entries.push(entry));
  return entries;
}

/** A report with its entries indexed by id. */
export class StatsReport {
  readonly #entries: readonly StatsEntry[];
  readonly #byId: ReadonlyMap<unknown, StatsEntry>;

  /** @param values Entries of an `RTCStatsReport` (W3C webrtc-stats). */
  constructor(values: Iterable<unknown>) {
    this.#entries = [...values].map(asRecord)
      .filter((entry) => entry !== null);
    this.#byId = new Map(this.#entries.map((entry) => [entry.id, entry]));
  }

  /** All entries of a type. */
  entriesOfType(type: string): readonly StatsEntry[] {
    return this.#entries.filter((entry) => entry.type === type);
  }

  /** Entry of an id that another entry refers to. */
  entryById(id: unknown): StatsEntry | null {
    return typeof id === "string" ? this.#byId.get(id) ?? null : null;
  }

  /**
   * The RTP stream of a media line. Where the browser does not report lines,
   * the stream of its kind with the most bytes.
   */
  rtpStream(
    type: "inbound-rtp" | "outbound-rtp",
    kind: "audio" | "video",
    mid: string | undefined,
  ): StatsEntry | null {
    const all = this.entriesOfType(type).filter((entry) => entry.kind === kind);
    if (mid !== undefined && all.some((entry) => entry.mid !== undefined)) {
      return all.find((entry) => entry.mid === mid) ?? null;
    }
    const bytes = (entry: StatsEntry) =>
      readNumber(entry, "bytesReceived") ?? readNumber(entry, "bytesSent") ?? 0;
    return all.reduce<StatsEntry | null>(
      (largest, entry) =>
        !largest || bytes(entry) > bytes(largest) ? entry : largest,
      null,
    );
  }

  /** The candidate pair that media takes, or null when none is selected. */
  selectedCandidatePair(): StatsEntry | null {
    const transport = this.entriesOfType("transport")
      .find((entry) => entry.selectedCandidatePairId);
    if (transport) return this.entryById(transport.selectedCandidatePairId);
    // Firefox marks the pair instead of naming it in the transport.
    const pairs = this.entriesOfType("candidate-pair");
    return pairs.find((pair) => pair.selected === true) ??
      pairs.find((pair) =>
        pair.nominated === true && pair.state === "succeeded"
      ) ?? null;
  }
}

/** A finite number, or null when the entry has none of this name. */
export function readNumber(
  entry: StatsEntry | null,
  name: string,
): number | null {
  const value = entry?.[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A non-empty string, or null when the entry has none of this name. */
export function readString(
  entry: StatsEntry | null,
  name: string,
): string | null {
  const value = entry?.[name];
  return typeof value === "string" && value !== "" ? value : null;
}
