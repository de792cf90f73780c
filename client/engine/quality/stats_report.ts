/**
 * A report of `getStats()` with its entries by id, type and media line, where
 * every field is doubted: browsers leave out what they do not measure.
 *
 * @module
 */
import type { Role } from "../peer/transceiver_roles.ts";
import { fieldsOf } from "../signaling/decode_server_message.ts";

/** The fields of one entry of a report. */
export type Entry = Readonly<Record<string, unknown>>;

/** Media lines (`mid`) by what they carry; empty before negotiation. */
export type Mids = Readonly<Partial<Record<Role, string>>>;

/** A report that can be asked. */
export class Report {
  readonly #entries: readonly Entry[];

  /** @param values The values of an `RTCStatsReport` (W3C webrtc-stats). */
  constructor(values: Iterable<unknown>) {
    this.#entries = [...values].map(fieldsOf)
      .filter((entry) => entry !== null);
  }

  /** All entries of a type. */
  ofType(type: string): readonly Entry[] {
    return this.#entries.filter((entry) => entry.type === type);
  }

  /** The entry that another one names. */
  byId(id: unknown): Entry | null {
    if (typeof id !== "string") return null;
    return this.#entries.find((entry) => entry.id === id) ?? null;
  }

  /**
   * The RTP stream of a media line. Where the browser does not tell lines, it
   * is the one of its kind that carried most.
   */
  stream(
    type: "inbound-rtp" | "outbound-rtp",
    kind: "audio" | "video",
    mid: string | undefined,
  ): Entry | null {
    const all = this.ofType(type).filter((entry) => entry.kind === kind);
    if (mid !== undefined && all.some((entry) => entry.mid !== undefined)) {
      return all.find((entry) => entry.mid === mid) ?? null;
    }
    const bytes = (entry: Entry) =>
      numberOf(entry, "bytesReceived") ?? numberOf(entry, "bytesSent") ?? 0;
    return all.reduce<Entry | null>(
      (most, entry) => !most || bytes(entry) > bytes(most) ? entry : most,
      null,
    );
  }
}

/** A finite number, or null when the entry has none of this name. */
export function numberOf(entry: Entry | null, name: string): number | null {
  const value = entry?.[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A text, or null when the entry has none of this name. */
export function wordOf(entry: Entry | null, name: string): string | null {
  const value = entry?.[name];
  return typeof value === "string" && value !== "" ? value : null;
}
