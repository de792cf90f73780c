/**
 * The files of a call: offers ours to everyone who is there, shows those of
 * the others, and keeps one line for each in the state of the page.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { DataChannel } from "../peer/peer_connection.ts";
import {
  makeTransferEntry,
  type SharedFile,
  SharedFileList,
  type SharedFileRecord,
  type TransferEntry,
} from "./shared_file_list.ts";
import { PeerTransfers } from "./peer_transfers.ts";
import { FileSource } from "./file_source.ts";
import { IncomingFile } from "./incoming_file.ts";
import { MAX_FILE_BYTES } from "./file_limits.ts";
import type {
  FilePlatform,
  FileSink,
  FileSinkRefusal,
  SourceFile,
  TransferStatus,
} from "./file_platform.ts";

/** Something about files that is worth a notice. */
export type FileNotice =
  | "file-offered"
  | "file-received"
  | "file-sent"
  | "file-ended"
  | "file-nobody"
  | "file-too-many";

/** What files need of the call around them. */
export interface FileTransfersOptions extends FilePlatform {
  readonly clock: Clock;
  /** Wall clock in Unix milliseconds. */
  readonly wallMs: () => number;
  readonly nameOf: (peerId: string) => string;
  readonly onFilesChange: (lines: readonly SharedFile[]) => void;
  readonly onNotice: (notice: FileNotice, name: string) => void;
}

/** How often the lines follow a transfer that goes on. */
export const PUBLISH_INTERVAL_MS = 250;

/** All files of one call. */
export class FileTransfers {
  readonly #options: FileTransfersOptions;
  readonly #peers = new Map<string, PeerTransfers>();
  readonly #files = new SharedFileList();
  /** Files whose place to save the person is being asked for. */
  readonly #opening = new Set<IncomingFile>();
  #cancelPublish: (() => void) | null = null;

  constructor(options: FileTransfersOptions) {
    this.#options = options;
  }

  /** Begins with a member whose channel is still to open. */
  addPeer(peerId: string): PeerTransfers {
    let link = this.#peers.get(peerId);
    if (!link) {
      const made = new PeerTransfers({
        makeHash: this.#options.makeHash,
        onOffer: (incoming) => this.#addOfferedFile(peerId, made, incoming),
        onChange: () => this.#onTransferChange(),
      });
      this.#peers.set(peerId, link = made);
    }
    return link;
  }

  /** Takes the channel to a member; an earlier one is not used any more. */
  attach(peerId: string, channel: DataChannel): void {
    this.addPeer(peerId).attach(channel);
  }

  /** A member is gone: what is not through ends. */
  removePeer(peerId: string): void {
    const link = this.#peers.get(peerId);
    this.#peers.delete(peerId);
    link?.close();
  }

  /** Offers files to everyone who is in the call now. */
  offerFiles(files: readonly SourceFile[]): void {
    const { onNotice } = this.#options;
    for (const file of files) {
      if (this.#peers.size === 0) return onNotice("file-nobody", "");
      if (!this.#offerFile(file)) return onNotice("file-too-many", "");
    }
  }

  /** Takes an offered file; called in the click of a person. */
  async accept(lineId: string): Promise<void> {
    const [entry] = this.#files.entriesOf(lineId);
    const incoming = entry?.transfer;
    if (!entry || !(incoming instanceof IncomingFile)) return;
    if (incoming.status.kind !== "offered" || this.#opening.has(incoming)) {
      return;
    }
    this.#opening.add(incoming);
    const opened = await this.#openSink(incoming);
    this.#opening.delete(incoming);
    if (opened === "dismissed") return;
    if (typeof opened === "string") {
      entry.peerTransfers.cancelIncoming(incoming.id, opened);
    } else {
      entry.peerTransfers.accept(incoming, opened);
    }
  }

  /** Does not take an offered file, or stops one that comes. */
  refuse(lineId: string): void {
    for (const { peerTransfers, transfer } of this.#files.entriesOf(lineId)) {
      if (!(transfer instanceof IncomingFile)) continue;
      const isOffered = transfer.status.kind === "offered";
      peerTransfers.cancelIncoming(
        transfer.id,
        isOffered ? "refused" : "cancelled",
      );
    }
  }

  /** Stops a file of ours on its way to one member, or with null to all. */
  cancel(lineId: string, peerId: string | null): void {
    for (const entry of this.#files.entriesOf(lineId)) {
      const { peerTransfers, transfer } = entry;
      if (transfer instanceof IncomingFile) continue;
      if (peerId === null || entry.peerId === peerId) {
        peerTransfers.cancelOutgoing(transfer.source.id, "cancelled");
      }
    }
  }

  async #openSink(incoming: IncomingFile): Promise<FileSink | FileSinkRefusal> {
    const { target } = this.#options;
    try {
      return await target.open(incoming.name, incoming.size);
    } catch {
      return "unwritable";
    }
  }

  #offerFile(file: SourceFile): boolean {
    if (file.size > MAX_FILE_BYTES) return false;
    const { randomUint32, makeHash, wallMs, nameOf } = this.#options;
    const source = new FileSource(randomUint32(), file, makeHash());
    const entries = [...this.#peers].flatMap(([peerId, link]) => {
      const outgoing = link.offer(source);
      return outgoing
        ? [makeTransferEntry(link, outgoing, peerId, nameOf(peerId))]
        : [];
    });
    if (entries.length === 0) return false;
    this.#addFile({
      id: `own ${source.id}`,
      from: null,
      fileName: source.name,
      size: source.size,
      atMs: wallMs(),
      entries,
      maxBytes: null,
    });
    return true;
  }

  #addOfferedFile(
    peerId: string,
    link: PeerTransfers,
    incoming: IncomingFile,
  ): void {
    const { wallMs, target, nameOf, onNotice } = this.#options;
    const { id, name, size } = incoming;
    const maxBytes = target.maxBytes();
    const isTooBig = size > maxBytes;
    this.#addFile({
      id: `${peerId} ${id}`,
      from: peerId,
      fileName: name,
      size,
      atMs: wallMs(),
      entries: [makeTransferEntry(link, incoming, peerId, nameOf(peerId))],
      maxBytes: isTooBig ? maxBytes : null,
    });
    if (isTooBig) link.cancelIncoming(id, "too-big");
    else onNotice("file-offered", nameOf(peerId));
  }

  #addFile(line: SharedFileRecord): void {
    this.#files.add(line);
    this.#publish();
  }

  #onTransferChange(): void {
    const changed = this.#files.takeStatusChanges();
    for (const entry of changed) this.#notifyEnd(entry);
    if (changed.length > 0) this.#publish();
    else this.#publishSoon();
  }

  #notifyEnd({ transfer, name }: TransferEntry): void {
    const { onNotice } = this.#options;
    const { status } = transfer;
    if (status.kind === "ended") {
      if (needsNotice(status)) onNotice("file-ended", name);
    } else if (status.kind === "done") {
      const isHere = transfer instanceof IncomingFile;
      onNotice(isHere ? "file-received" : "file-sent", name);
    }
  }

  #publishSoon(): void {
    if (this.#cancelPublish || this.#files.isSettled) return;
    this.#cancelPublish = this.#options.clock.after(
      PUBLISH_INTERVAL_MS,
      () => this.#publish(),
    );
  }

  #publish(): void {
    this.#cancelPublish?.();
    this.#cancelPublish = null;
    const nowMs = this.#options.clock.nowMs();
    this.#options.onFilesChange(this.#files.snapshot(nowMs));
  }
}

/** What a person did or has been told of otherwise needs no notice. */
function needsNotice(
  { reason, isByPeer }: TransferStatus & { readonly kind: "ended" },
): boolean {
  if (reason === "refused" || reason === "left") return false;
  return isByPeer || (reason !== "cancelled" && reason !== "too-big");
}
