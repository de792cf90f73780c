/**
 * One line for each file in the conversation: which transfers belong to it,
 * how far they are, and which lines are kept.
 *
 * @module
 */
import type { FileLink } from "./peer_transfers.ts";
import { Incoming } from "./incoming_transfer.ts";
import { MAX_ALL_LINES, MAX_LINES } from "./file_limits.ts";
import type { Outgoing } from "./outgoing_transfer.ts";
import { isOver, type TransferStatus } from "./file_platform.ts";
import { Rate } from "./transfer_rate.ts";

/** A file on its way to or from one member, as it is shown. */
export interface FileTransfer {
  readonly peerId: string;
  /** Name that the member had when the file was offered. */
  readonly name: string;
  readonly status: TransferStatus;
  /** Bytes that the receiver has written. */
  readonly bytes: number;
  readonly bytesPerSecond: number;
}

/** A file in the conversation. */
export interface FileLine {
  readonly id: string;
  /** Id of the member that offers it; null for this browser's own. */
  readonly from: string | null;
  readonly fileName: string;
  readonly size: number;
  /** Wall clock in Unix milliseconds, of this browser. */
  readonly atMs: number;
  /** One for each receiver; of a file that comes, the one with its sender. */
  readonly transfers: readonly FileTransfer[];
  /** Where to save it from, once it is there and not on the disk yet. */
  readonly url: string | null;
  /** What this browser can take, when it is less than `size`; else null. */
  readonly maxBytes: number | null;
}

/** A transfer with what is shown of it. */
export interface Entry {
  readonly link: FileLink;
  readonly transfer: Outgoing | Incoming;
  readonly peerId: string;
  readonly name: string;
  readonly rate: Rate;
  /** The state that was last told. */
  told: TransferStatus["kind"];
}

/** A file and its transfers. */
export interface Line {
  readonly id: string;
  readonly from: string | null;
  readonly fileName: string;
  readonly size: number;
  readonly atMs: number;
  readonly maxBytes: number | null;
  readonly entries: readonly Entry[];
}

/** A transfer of which nothing has been told but that it is there. */
export function makeEntry(
  link: FileLink,
  transfer: Outgoing | Incoming,
  peerId: string,
  name: string,
): Entry {
  const rate = new Rate();
  return { link, transfer, peerId, name, rate, told: "offered" };
}

/** All lines, the oldest first. */
export class FileLines {
  #lines: readonly Line[] = [];

  /** Adds a line; an old one of the same author goes when there are too many. */
  add(line: Line): void {
    this.#lines = [...this.#lines.filter(({ id }) => id !== line.id), line];
    const ofSame = this.#lines.filter(({ from }) => from === line.from);
    const crowd = ofSame.length > MAX_LINES
      ? ofSame
      : this.#lines.length > MAX_ALL_LINES
      ? this.#lines
      : [];
    const oldest = crowd.find(isSettled);
    if (!oldest) return;
    this.#lines = this.#lines.filter((kept) => kept !== oldest);
    for (const { transfer } of oldest.entries) {
      if (transfer instanceof Incoming) transfer.saved?.dispose();
    }
  }

  /** The transfers of a line. */
  entriesOf(lineId: string): readonly Entry[] {
    return this.#lines.find(({ id }) => id === lineId)?.entries ?? [];
  }

  /** Transfers whose state has changed since they were last asked for. */
  takeChanged(): readonly Entry[] {
    const changed: Entry[] = [];
    for (const { entries } of this.#lines) {
      for (const entry of entries) {
        const { kind } = entry.transfer.status;
        if (entry.told === kind) continue;
        entry.told = kind;
        changed.push(entry);
      }
    }
    return changed;
  }

  /** True when nothing is on offer or under way. */
  get isSettled(): boolean {
    return this.#lines.every(isSettled);
  }

  /** The lines as they are shown. */
  shown(nowMs: number): readonly FileLine[] {
    return this.#lines.map((line) => shown(line, nowMs));
  }
}

function isSettled({ entries }: Line): boolean {
  return entries.every(({ transfer }) => isOver(transfer.status));
}

function shown(line: Line, nowMs: number): FileLine {
  const { id, from, fileName, size, atMs, entries, maxBytes } = line;
  const incoming = entries.map(({ transfer }) => transfer)
    .find((transfer) => transfer instanceof Incoming);
  return {
    id,
    from,
    fileName,
    size,
    atMs,
    url: incoming?.saved?.url ?? null,
    maxBytes,
    transfers: entries.map(({ peerId, name, transfer, rate }) => ({
      peerId,
      name,
      status: transfer.status,
      bytes: transfer.bytes,
      bytesPerSecond: rate.update(transfer.bytes, nowMs),
    })),
  };
}
