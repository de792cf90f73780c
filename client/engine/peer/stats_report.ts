/**
 * A report of `getStats()` with its entries by id, type and media line, where
 * every field is doubted: browsers leave out what they do not measure.
 *
 * @module
 */
import type { TrackRole } from "./track_role.ts";
import { asRecord } from "../signaling/decode_server_message.ts";

/** The fields of one entry of a report. */
export type StatsEntry = Readonly<Record<string, unknown>>;

/** Media lines (`mid`) by what they carry; empty before negotiation. */
export type Mids = Readonly<Partial<Record<TrackRole, string>>>;

/** A report that can be asked. */
export class StatsReport {
  readonly #entries: readonly StatsEntry[];

  /** @param values The values of an `RTCStatsReport` (W3C webrtc-stats). */
  constructor(values: Iterable<unknown>) {
    this.#entries = [...values].map(asRecord)
      .filter((entry) => entry !== null);
  }

  /** All entries of a type. */
  entriesOfType(type: string): readonly StatsEntry[] {
    return this.#entries.filter((entry) => entry.type === type);
  }

  /** The entry that another one names. */
  entryById(id: unknown): StatsEntry | null {
    if (typeof id !== "string") return null;
    return this.#entries.find((entry) => entry.id === id) ?? null;
  }

  /**
   * The RTP stream of a media line. Where the browser does not tell lines, it
   * is the one of its kind that carried most.
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
      (most, entry) => !most || bytes(entry) > bytes(most) ? entry : most,
      null,
    );
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

/** A text, or null when the entry has none of this name. */
export function readString(
  entry: StatsEntry | null,
  name: string,
): string | null {
  const value = entry?.[name];
  return typeof value === "string" && value !== "" ? value : null;
}
