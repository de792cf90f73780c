/**
 * File transfers of a call: offers our files to all members, accepts theirs,
 * and publishes each file with its progress.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { DataChannel } from "../peer/data_channel.ts";
import type { StateSlice } from "../store.ts";
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

/** Kinds of notices about files. */
export type FileNotice =
  | "file-offered"
  | "file-received"
  | "file-sent"
  | "file-ended"
  | "file-nobody"
  | "file-folder"
  | "file-too-many";

/** State of the files. */
export interface FilesState {
  readonly files: readonly SharedFile[];
}

/** Dependencies of {@linkcode FileTransfers}. */
export interface FileTransfersOptions extends FilePlatform {
  readonly state: StateSlice<FilesState>;
  readonly clock: Clock;
  /** Wall clock in Unix milliseconds. */
  readonly wallMs: () => number;
  readonly nameOf: (peerId: string) => string;
  readonly notify: (notice: FileNotice, memberName: string) => void;
}

/** Interval for publishing the progress of a transfer. */
export const PUBLISH_INTERVAL_MS = 250;

/** Time after the first channel at which what transfers need is loaded: the first picture comes before it. */
export const PREPARE_DELAY_MS = 3_000;

/** All files of one call. */
export class FileTransfers {
  readonly #options: FileTransfersOptions;
  readonly #peers = new Map<string, PeerTransfers>();
  readonly #files = new SharedFileList();
  /** Files whose save dialog is open. */
  readonly #opening = new Set<IncomingFile>();
  #cancelPublish: (() => void) | null = null;
  #isPrepared = false;

  constructor(options: FileTransfersOptions) {
    this.#options = options;
  }

  /** Adds a member whose channel is not open yet. */
  addPeer(peerId: string): PeerTransfers {
    const known = this.#peers.get(peerId);
    if (known) return known;
    const peer: PeerTransfers = new PeerTransfers({
      onOffer: (incoming) => this.#addOfferedFile(peerId, peer, incoming),
      onChange: () => this.#onTransferChange(),
    });
    this.#peers.set(peerId, peer);
    return peer;
  }

  /** Uses a channel to a member, in place of an earlier one. */
  attach(peerId: string, channel: DataChannel): void {
    this.addPeer(peerId).attach(channel);
    if (this.#isPrepared) return;
    this.#isPrepared = true;
    const { clock, prepare } = this.#options;
    clock.after(PREPARE_DELAY_MS, prepare);
  }

  /** Ends all transfers with a member that left. */
  removePeer(peerId: string): void {
    const peer = this.#peers.get(peerId);
    this.#peers.delete(peerId);
    peer?.close();
  }

  /** Offers files to all present members. */
  offerFiles(files: readonly SourceFile[]): void {
    const { notify } = this.#options;
    for (const file of files) {
      if (this.#peers.size === 0) return notify("file-nobody", "");
      if (!this.#offerFile(file)) return notify("file-too-many", "");
    }
  }

  /** Accepts an offered file; needs a user gesture for the save dialog. */
  async accept(fileId: string): Promise<void> {
    const [entry] = this.#files.entriesOf(fileId);
    const incoming = entry?.transfer;
    if (!entry || !(incoming instanceof IncomingFile)) return;
    if (incoming.status.kind !== "offered" || this.#opening.has(incoming)) {
      return;
    }
    this.#opening.add(incoming);
    const sink = await this.#openSink(incoming);
    this.#opening.delete(incoming);
    if (sink === "dismissed") return;
    if (typeof sink === "string") {
      entry.peerTransfers.cancelIncoming(incoming.id, sink);
    } else {
      entry.peerTransfers.accept(incoming, sink);
    }
  }

  /** Refuses an offered file, or cancels an incoming one. */
  refuse(fileId: string): void {
    for (const { peerTransfers, transfer } of this.#files.entriesOf(fileId)) {
      if (!(transfer instanceof IncomingFile)) continue;
      const isOffered = transfer.status.kind === "offered";
      peerTransfers.cancelIncoming(
        transfer.id,
        isOffered ? "refused" : "cancelled",
      );
    }
  }

  /** Cancels an outgoing file to one member, or with null to all. */
  cancel(fileId: string, peerId: string | null): void {
    for (const entry of this.#files.entriesOf(fileId)) {
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
    const { randomUint32, openSource, wallMs, nameOf } = this.#options;
    const source = new FileSource(randomUint32(), file, openSource(file));
    const entries = [...this.#peers].flatMap(([peerId, peer]) => {
      const outgoing = peer.offer(source);
      return outgoing
        ? [makeTransferEntry(peer, outgoing, peerId, nameOf(peerId))]
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
    peer: PeerTransfers,
    incoming: IncomingFile,
  ): void {
    const { wallMs, target, nameOf, notify } = this.#options;
    const { id, name, size } = incoming;
    const maxBytes = target.maxBytes();
    const isTooBig = size > maxBytes;
    this.#addFile({
      id: `${peerId} ${id}`,
      from: peerId,
      fileName: name,
      size,
      atMs: wallMs(),
      entries: [makeTransferEntry(peer, incoming, peerId, nameOf(peerId))],
      maxBytes: isTooBig ? maxBytes : null,
    });
    if (isTooBig) peer.cancelIncoming(id, "too-big");
    else notify("file-offered", nameOf(peerId));
  }

  #addFile(file: SharedFileRecord): void {
    this.#files.add(file);
    this.#publish();
  }

  #onTransferChange(): void {
    const changed = this.#files.takeStatusChanges();
    for (const entry of changed) this.#notifyEnd(entry);
    if (changed.length > 0) this.#publish();
    else this.#publishSoon();
  }

  #notifyEnd({ transfer, name }: TransferEntry): void {
    const { notify, download } = this.#options;
    const { status } = transfer;
    if (status.kind === "ended") {
      if (needsNotice(status)) notify("file-ended", name);
    } else if (status.kind === "done") {
      const isIncoming = transfer instanceof IncomingFile;
      const url = isIncoming ? transfer.saved?.url : null;
      if (isIncoming && url) download(url, transfer.name);
      notify(isIncoming ? "file-received" : "file-sent", name);
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
    const { clock, state } = this.#options;
    state.set({ files: this.#files.snapshot(clock.nowMs()) });
  }
}

/** False for an end that the person caused or sees in another way. */
function needsNotice(
  { reason, isByPeer }: TransferStatus & { readonly kind: "ended" },
): boolean {
  if (reason === "refused" || reason === "left") return false;
  return isByPeer || (reason !== "cancelled" && reason !== "too-big");
}
