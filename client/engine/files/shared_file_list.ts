/**
 * One line for each file in the conversation: which transfers belong to it,
 * how far they are, and which lines are kept.
 *
 * @module
 */
import type { PeerTransfers } from "./peer_transfers.ts";
import { IncomingFile } from "./incoming_file.ts";
import { MAX_FILES, MAX_FILES_PER_MEMBER } from "./file_limits.ts";
import type { OutgoingFile } from "./outgoing_file.ts";
import { isTransferOver, type TransferStatus } from "./file_platform.ts";
import { TransferRate } from "./transfer_rate.ts";

/** A file on its way to or from one member, as it is shown. */
export interface TransferProgress {
  readonly peerId: string;
  /** Name that the member had when the file was offered. */
  readonly name: string;
  readonly status: TransferStatus;
  /** Bytes that the receiver has written. */
  readonly bytes: number;
  readonly bytesPerSecond: number;
}

/** A file in the conversation. */
export interface SharedFile {
  readonly id: string;
  /** Id of the member that offers it; null for this browser's own. */
  readonly from: string | null;
  readonly fileName: string;
  readonly size: number;
  /** Wall clock in Unix milliseconds, of this browser. */
  readonly atMs: number;
  /** One for each receiver; of a file that comes, the one with its sender. */
  readonly transfers: readonly TransferProgress[];
  /** Where to save it from, once it is there and not on the disk yet. */
  readonly url: string | null;
  /** What this browser can take, when it is less than `size`; else null. */
  readonly maxBytes: number | null;
}

/** A transfer with what is shown of it. */
export interface TransferEntry {
  readonly peerTransfers: PeerTransfers;
  readonly transfer: OutgoingFile | IncomingFile;
  readonly peerId: string;
  readonly name: string;
  readonly rate: TransferRate;
  /** The state that was last told. */
  notifiedStatus: TransferStatus["kind"];
}

/** A file and its transfers. */
export interface SharedFileRecord {
  readonly id: string;
  readonly from: string | null;
  readonly fileName: string;
  readonly size: number;
  readonly atMs: number;
  readonly maxBytes: number | null;
  readonly entries: readonly TransferEntry[];
}

/** A transfer of which nothing has been told but that it is there. */
export function makeTransferEntry(
  link: PeerTransfers,
  transfer: OutgoingFile | IncomingFile,
  peerId: string,
  name: string,
): TransferEntry {
  const rate = new TransferRate();
  return {
    peerTransfers: link,
    transfer,
    peerId,
    name,
    rate,
    notifiedStatus: "offered",
  };
}

/** All lines, the oldest first. */
export class SharedFileList {
  #files: readonly SharedFileRecord[] = [];

  /** Adds a line; an old one of the same author goes when there are too many. */
  add(line: SharedFileRecord): void {
    this.#files = [...this.#files.filter(({ id }) => id !== line.id), line];
    const ofSame = this.#files.filter(({ from }) => from === line.from);
    const crowd = ofSame.length > MAX_FILES_PER_MEMBER
      ? ofSame
      : this.#files.length > MAX_FILES
      ? this.#files
      : [];
    const oldest = crowd.find(isSettled);
    if (!oldest) return;
    this.#files = this.#files.filter((kept) => kept !== oldest);
    for (const { transfer } of oldest.entries) {
      if (transfer instanceof IncomingFile) transfer.saved?.dispose();
    }
  }

  /** The transfers of a line. */
  entriesOf(lineId: string): readonly TransferEntry[] {
    return this.#files.find(({ id }) => id === lineId)?.entries ?? [];
  }

  /** Transfers whose state has changed since they were last asked for. */
  takeStatusChanges(): readonly TransferEntry[] {
    const changed: TransferEntry[] = [];
    for (const { entries } of this.#files) {
      for (const entry of entries) {
        const { kind } = entry.transfer.status;
        if (entry.notifiedStatus === kind) continue;
        entry.notifiedStatus = kind;
        changed.push(entry);
      }
    }
    return changed;
  }

  /** True when nothing is on offer or under way. */
  get isSettled(): boolean {
    return this.#files.every(isSettled);
  }

  /** The lines as they are shown. */
  snapshot(nowMs: number): readonly SharedFile[] {
    return this.#files.map((line) => toSharedFile(line, nowMs));
  }
}

function isSettled({ entries }: SharedFileRecord): boolean {
  return entries.every(({ transfer }) => isTransferOver(transfer.status));
}

function toSharedFile(line: SharedFileRecord, nowMs: number): SharedFile {
  const { id, from, fileName, size, atMs, entries, maxBytes } = line;
  const incoming = entries.map(({ transfer }) => transfer)
    .find((transfer) => transfer instanceof IncomingFile);
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
