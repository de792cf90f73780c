/**
 * Files in the conversation, each with its transfers and their progress, and a
 * bound on how many are kept.
 *
 * @module
 */
import type { PeerTransfers } from "./peer_transfers.ts";
import { IncomingFile } from "./incoming_file.ts";
import { MAX_FILES, MAX_FILES_PER_MEMBER } from "./file_limits.ts";
import type { OutgoingFile } from "./outgoing_file.ts";
import { isTransferOver, type TransferStatus } from "./file_platform.ts";
import { TransferRate } from "./transfer_rate.ts";

/** Progress of a file to or from one member, as the views show it. */
export interface TransferProgress {
  readonly peerId: string;
  /** Name that the member had when the file was offered. */
  readonly name: string;
  readonly status: TransferStatus;
  /** Bytes that the receiver has written. */
  readonly bytes: number;
  readonly bytesPerSecond: number;
}

/** A file in the conversation, as the views show it. */
export interface SharedFile {
  readonly id: string;
  /** Id of the member that offers it; null for this browser. */
  readonly from: string | null;
  readonly fileName: string;
  readonly size: number;
  /** Wall clock in Unix milliseconds, of this browser. */
  readonly atMs: number;
  /** One for each receiver; for an incoming file, the one with its sender. */
  readonly transfers: readonly TransferProgress[];
  /** Download address of a received file; null when it is on disk already. */
  readonly url: string | null;
  /** Largest file that this browser can save, if less than `size`; otherwise null. */
  readonly maxBytes: number | null;
}

/** A transfer with what the views show of it. */
export interface TransferEntry {
  readonly peerTransfers: PeerTransfers;
  readonly transfer: OutgoingFile | IncomingFile;
  readonly peerId: string;
  readonly name: string;
  readonly rate: TransferRate;
  /** Status at the last call of {@linkcode SharedFileList.takeStatusChanges}. */
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

/** Entry of a transfer that was just offered. */
export function makeTransferEntry(
  peerTransfers: PeerTransfers,
  transfer: OutgoingFile | IncomingFile,
  peerId: string,
  name: string,
): TransferEntry {
  const rate = new TransferRate();
  return {
    peerTransfers,
    transfer,
    peerId,
    name,
    rate,
    notifiedStatus: "offered",
  };
}

/** All files, oldest first. */
export class SharedFileList {
  #files: readonly SharedFileRecord[] = [];

  /** Adds a file; with too many, removes the oldest of the same author, or of all. */
  add(file: SharedFileRecord): void {
    this.#files = [...this.#files.filter(({ id }) => id !== file.id), file];
    const ofSameAuthor = this.#files.filter(({ from }) => from === file.from);
    const excess = ofSameAuthor.length > MAX_FILES_PER_MEMBER
      ? ofSameAuthor
      : this.#files.length > MAX_FILES
      ? this.#files
      : [];
    const oldest = excess.find(isSettled);
    if (!oldest) return;
    this.#files = this.#files.filter((other) => other !== oldest);
    for (const { transfer } of oldest.entries) {
      if (transfer instanceof IncomingFile) transfer.saved?.dispose();
      else transfer.source.close();
    }
  }

  /** Transfers of a file. */
  entriesOf(fileId: string): readonly TransferEntry[] {
    return this.#files.find(({ id }) => id === fileId)?.entries ?? [];
  }

  /** Transfers whose status changed since the last call. */
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

  /** True when no transfer is offered or in progress. */
  get isSettled(): boolean {
    return this.#files.every(isSettled);
  }

  /** All files as the views show them. */
  snapshot(nowMs: number): readonly SharedFile[] {
    return this.#files.map((file) => toSharedFile(file, nowMs));
  }
}

function isSettled({ entries }: SharedFileRecord): boolean {
  return entries.every(({ transfer }) => isTransferOver(transfer.status));
}

function toSharedFile(file: SharedFileRecord, nowMs: number): SharedFile {
  const { id, from, fileName, size, atMs, entries, maxBytes } = file;
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
