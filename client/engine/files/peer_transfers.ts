/**
 * All file transfers with one member across reconnections: sends `hello` on
 * each new channel, offers unfinished files again, and divides the channel
 * fairly among them. Ends a transfer when the member violates the protocol.
 *
 * @module
 */
import type { DataChannel } from "../peer/data_channel.ts";
import { decodeChunk } from "./chunk_frame.ts";
import {
  CHECKSUM,
  type FileMessage,
  parseFileMessage,
  type TransferEndReason,
} from "./file_messages.ts";
import type { FileSource } from "./file_source.ts";
import { TransferRegistry } from "./transfer_registry.ts";
import { FileChannel } from "./file_channel.ts";
import type { IncomingFile } from "./incoming_file.ts";
import type { OutgoingFile } from "./outgoing_file.ts";
import { type FileSink, isTransferOver } from "./file_platform.ts";

/** Dependencies of {@linkcode PeerTransfers}. */
export interface PeerTransfersOptions {
  /** The member offers a file. */
  readonly onOffer: (incoming: IncomingFile) => void;
  /** The status or progress of a transfer may have changed. */
  readonly onChange: () => void;
}

/** All transfers with one member. */
export class PeerTransfers {
  readonly #registry: TransferRegistry;
  readonly #onOffer: (incoming: IncomingFile) => void;
  readonly #onChange: () => void;
  readonly #channel: FileChannel;
  /** Files whose `accept` waits for a write to end. */
  readonly #starting = new Set<IncomingFile>();

  constructor(options: PeerTransfersOptions) {
    this.#onOffer = options.onOffer;
    this.#onChange = options.onChange;
    this.#channel = new FileChannel({
      onOpen: () => this.#sendHello(),
      onMessage: (data) => this.#handleData(data),
      onBufferLow: () => this.#pump(),
      onDetach: () => this.#pauseAll(),
    });
    this.#registry = new TransferRegistry({
      onReady: () => this.#pump(),
      onUnreadable: (id) => this.cancelOutgoing(id, "unreadable"),
      onWritten: (id, offset) => this.#sendMessage({ kind: "ack", id, offset }),
      onReceived: (id) => this.#sendMessage({ kind: "received", id }),
      onFailure: (id, reason) => this.cancelIncoming(id, reason),
    });
  }

  /** Uses a channel to the member, in place of an earlier one. */
  attach(channel: DataChannel): void {
    this.#channel.attach(channel);
  }

  /** Offers a file; null when too many are open. */
  offer(source: FileSource): OutgoingFile | null {
    const outgoing = this.#registry.addOutgoing(source);
    if (outgoing) this.#sendOffer(outgoing);
    return outgoing;
  }

  /** Accepts an offered file into a sink. */
  accept(incoming: IncomingFile, sink: FileSink): void {
    if (incoming.status.kind !== "offered") {
      void sink.abort().catch(() => {});
      return;
    }
    incoming.open(sink);
    if (this.#channel.isHelloReceived) void this.#startIncoming(incoming);
    this.#onChange();
  }

  /** Ends an incoming file from our side. */
  cancelIncoming(id: number, reason: TransferEndReason): void {
    const incoming = this.#registry.getIncoming(id);
    if (!incoming || isTransferOver(incoming.status)) return;
    incoming.end({ kind: "ended", reason, isByPeer: reason === "protocol" });
    this.#sendMessage({ kind: "refuse", id, reason });
  }

  /** Ends an outgoing file from our side. */
  cancelOutgoing(id: number, reason: TransferEndReason): void {
    const outgoing = this.#registry.getOutgoing(id);
    if (!outgoing || isTransferOver(outgoing.status)) return;
    outgoing.end({ kind: "ended", reason, isByPeer: reason === "protocol" });
    this.#sendMessage({ kind: "cancel", id, reason });
  }

  /** Ends all transfers: the member left. */
  close(): void {
    this.#channel.detach();
    for (const transfer of this.#registry.all()) {
      transfer.end({ kind: "ended", reason: "left", isByPeer: true });
    }
    this.#onChange();
  }

  #sendHello(): void {
    const offers = this.#registry.openOutgoing().map(({ source }) => source.id);
    this.#channel.send({ kind: "hello", checksum: CHECKSUM, offers });
  }

  #pauseAll(): void {
    this.#starting.clear();
    for (const transfer of this.#registry.all()) transfer.pause();
    this.#onChange();
  }

  #handleData(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const chunk = decodeChunk(data);
      const incoming = chunk && this.#registry.getIncoming(chunk.id);
      // Chunks of a transfer that ended here meanwhile are dropped.
      if (!chunk || !incoming || isTransferOver(incoming.status)) return;
      const isValid = incoming.receiveChunk(chunk.offset, chunk.bytes);
      if (!isValid) this.cancelIncoming(chunk.id, "protocol");
      return;
    }
    const message = typeof data === "string" ? parseFileMessage(data) : null;
    if (!message) return;
    this.#handleMessage(message);
    this.#onChange();
  }

  #handleMessage(message: FileMessage): void {
    if (message.kind === "hello") return this.#handleHello(message.offers);
    const { id } = message;
    if (message.kind === "offer") return this.#handleOffer(message);
    const incoming = this.#registry.getIncoming(id);
    const outgoing = this.#registry.getOutgoing(id);
    switch (message.kind) {
      case "done":
        if (!incoming || isTransferOver(incoming.status)) return;
        if (incoming.finish(message.sha256)) return;
        return this.cancelIncoming(id, "protocol");
      case "cancel":
        return incoming?.end({
          kind: "ended",
          reason: message.reason,
          isByPeer: true,
        });
      case "refuse":
        return outgoing?.end({
          kind: "ended",
          reason: message.reason,
          isByPeer: true,
        });
      case "accept":
      case "ack":
      case "received":
        if (outgoing && !handleReceiverMessage(outgoing, message)) {
          this.cancelOutgoing(id, "protocol");
        }
    }
  }

  /** Handles the first message of a page: files that it no longer offers have ended. */
  #handleHello(offers: readonly number[]): void {
    if (this.#channel.isHelloReceived) return;
    this.#channel.isHelloReceived = true;
    const offered = new Set(offers);
    for (const incoming of this.#registry.openIncoming()) {
      if (offered.has(incoming.id)) continue;
      incoming.end({ kind: "ended", reason: "cancelled", isByPeer: true });
    }
    for (const outgoing of this.#registry.openOutgoing()) {
      this.#sendOffer(outgoing);
    }
  }

  #sendOffer({ source: { id, name, size } }: OutgoingFile): void {
    this.#sendMessage({ kind: "offer", id, name, size });
  }

  #handleOffer({ id, name, size }: FileMessage & { kind: "offer" }): void {
    const known = this.#registry.getIncoming(id);
    if (known) {
      if (known.size !== size) return this.cancelIncoming(id, "protocol");
      return void this.#startIncoming(known);
    }
    const incoming = this.#registry.addIncoming(id, name, size);
    if (incoming) this.#onOffer(incoming);
    else this.#sendMessage({ kind: "refuse", id, reason: "too-many" });
  }

  /** Answers a repeated offer with the state of the file here. */
  async #startIncoming(incoming: IncomingFile): Promise<void> {
    const channel = this.#channel.channel;
    const { id } = incoming;
    if (incoming.isReceiving || this.#starting.has(incoming)) return;
    this.#starting.add(incoming);
    const offset = await incoming.waitForResumeOffset();
    this.#starting.delete(incoming);
    if (channel !== this.#channel.channel || incoming.isReceiving) return;
    const { status } = incoming;
    switch (status.kind) {
      case "moving":
        incoming.startReceiving();
        return this.#sendMessage({ kind: "accept", id, offset });
      case "done":
        return this.#sendMessage({ kind: "received", id });
      case "ended":
        if (status.reason === "left") return;
        return this.#sendMessage({ kind: "refuse", id, reason: status.reason });
    }
  }

  /** Sends chunks, one file after the other, until the channel is full. */
  #pump(): void {
    while (this.#channel.canSendChunk && this.#sendNext());
    this.#onChange();
  }

  /** Sends one chunk or one hash; false when none may be sent. */
  #sendNext(): boolean {
    for (const outgoing of this.#registry.byTurn()) {
      const { id } = outgoing.source;
      const sha256 = outgoing.takeSha256();
      if (sha256 !== null) {
        this.#channel.send({ kind: "done", id, sha256 });
        return true;
      }
      const chunk = outgoing.takeChunk();
      if (!chunk) continue;
      this.#registry.moveToBack(id);
      return this.#channel.sendRaw(chunk);
    }
    return false;
  }

  /** Sends a message if the page supports files, and reports the change. */
  #sendMessage(message: FileMessage): void {
    if (this.#channel.isHelloReceived) this.#channel.send(message);
    this.#onChange();
  }
}

/** Handles a message of a receiver; false when it violates the protocol. */
function handleReceiverMessage(
  outgoing: OutgoingFile,
  message: FileMessage & { kind: "accept" | "ack" | "received" },
): boolean {
  switch (message.kind) {
    case "accept":
      return outgoing.accept(message.offset);
    case "ack":
      return outgoing.acknowledge(message.offset);
    case "received":
      return outgoing.confirmReceived();
  }
}
