/**
 * The files that go to and come from one member, over all channels that it
 * takes: greets on each new one, offers again what is not through, and shares
 * the channel fairly among the files under way. What the member says is
 * believed only as far as the rules of the channel go.
 *
 * @module
 */
import type { Channel } from "../peer/connection.ts";
import { readChunk } from "./chunk_frame.ts";
import {
  type EndReason,
  type FileMessage,
  readFileMessage,
} from "./file_messages.ts";
import type { FileSource } from "./file_source.ts";
import { FileShelf } from "./transfer_registry.ts";
import { FileWire } from "./file_channel.ts";
import type { Incoming } from "./incoming_transfer.ts";
import type { Outgoing } from "./outgoing_transfer.ts";
import { type Hash, isOver, type Sink } from "./file_platform.ts";

/** What a link needs of the files around it. */
export interface FileLinkOptions {
  readonly makeHash: () => Hash;
  /** The member offers a file. */
  readonly onOffer: (incoming: Incoming) => void;
  /** A transfer got further. */
  readonly onChange: () => void;
}

/** All transfers with one member. */
export class FileLink {
  readonly #shelf: FileShelf;
  readonly #onOffer: (incoming: Incoming) => void;
  readonly #onChange: () => void;
  readonly #wire: FileWire;
  /** Files of which we are about to say where to begin. */
  readonly #beginning = new Set<Incoming>();

  constructor(options: FileLinkOptions) {
    this.#onOffer = options.onOffer;
    this.#onChange = options.onChange;
    this.#wire = new FileWire({
      onOpen: () => this.#hello(),
      onMessage: (data) => this.#receive(data),
      onRoom: () => this.#pump(),
      onGone: () => this.#pause(),
    });
    this.#shelf = new FileShelf(options.makeHash, {
      onReady: () => this.#pump(),
      onUnreadable: (id) => this.cancelOutgoing(id, "unreadable"),
      onWritten: (id, offset) => this.#tell({ kind: "ack", id, offset }),
      onReceived: (id) => this.#tell({ kind: "received", id }),
      onFailure: (id, reason) => this.cancelIncoming(id, reason),
    });
  }

  /** Takes the channel to the member; an earlier one is not used any more. */
  attach(channel: Channel): void {
    this.#wire.attach(channel);
  }

  /** Offers a file; null when too many are open. */
  offer(source: FileSource): Outgoing | null {
    const outgoing = this.#shelf.addOutgoing(source);
    if (outgoing) this.#offer(outgoing);
    return outgoing;
  }

  /** Takes an offered file into a sink. */
  accept(incoming: Incoming, sink: Sink): void {
    if (incoming.status.kind !== "offered") {
      void sink.abort().catch(() => {});
      return;
    }
    incoming.open(sink);
    if (this.#wire.isGreeted) void this.#begin(incoming);
    this.#onChange();
  }

  /** Ends a file that comes, from our side. */
  cancelIncoming(id: number, reason: EndReason): void {
    const incoming = this.#shelf.incoming(id);
    if (!incoming || isOver(incoming.status)) return;
    incoming.end({ kind: "ended", reason, isByPeer: reason === "protocol" });
    this.#tell({ kind: "refuse", id, reason });
  }

  /** Ends a file that goes, from our side. */
  cancelOutgoing(id: number, reason: EndReason): void {
    const outgoing = this.#shelf.outgoing(id);
    if (!outgoing || isOver(outgoing.status)) return;
    outgoing.end({ kind: "ended", reason, isByPeer: reason === "protocol" });
    this.#tell({ kind: "cancel", id, reason });
  }

  /** The member is gone: what is not through ends incomplete. */
  close(): void {
    this.#wire.detach();
    for (const transfer of this.#shelf.all()) {
      transfer.end({ kind: "ended", reason: "left", isByPeer: true });
    }
    this.#onChange();
  }

  #hello(): void {
    const offers = this.#shelf.openOutgoing().map(({ source }) => source.id);
    this.#wire.send({ kind: "hello", offers });
  }

  #pause(): void {
    this.#beginning.clear();
    for (const transfer of this.#shelf.all()) transfer.pause();
    this.#onChange();
  }

  #receive(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const chunk = readChunk(data);
      const incoming = chunk && this.#shelf.incoming(chunk.id);
      // What was on its way when it ended here is passed over.
      if (!chunk || !incoming || isOver(incoming.status)) return;
      const isFair = incoming.take(chunk.offset, chunk.bytes);
      if (!isFair) this.cancelIncoming(chunk.id, "protocol");
      return;
    }
    const message = typeof data === "string" ? readFileMessage(data) : null;
    if (!message) return;
    this.#obey(message);
    this.#onChange();
  }

  #obey(message: FileMessage): void {
    if (message.kind === "hello") return this.#greet(message.offers);
    const { id } = message;
    if (message.kind === "offer") return this.#takeOffer(message);
    const incoming = this.#shelf.incoming(id);
    const outgoing = this.#shelf.outgoing(id);
    switch (message.kind) {
      case "done":
        if (!incoming || isOver(incoming.status)) return;
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
        if (outgoing && !hears(outgoing, message)) {
          this.cancelOutgoing(id, "protocol");
        }
    }
  }

  /** The member's page is there: what it no longer offers has ended. */
  #greet(offers: readonly number[]): void {
    if (this.#wire.isGreeted) return;
    this.#wire.isGreeted = true;
    const offered = new Set(offers);
    for (const incoming of this.#shelf.openIncoming()) {
      if (offered.has(incoming.id)) continue;
      incoming.end({ kind: "ended", reason: "cancelled", isByPeer: true });
    }
    for (const outgoing of this.#shelf.openOutgoing()) this.#offer(outgoing);
  }

  #offer({ source: { id, name, size } }: Outgoing): void {
    this.#tell({ kind: "offer", id, name, size });
  }

  #takeOffer({ id, name, size }: FileMessage & { kind: "offer" }): void {
    const known = this.#shelf.incoming(id);
    if (known) {
      if (known.size !== size) return this.cancelIncoming(id, "protocol");
      return void this.#begin(known);
    }
    const incoming = this.#shelf.addIncoming(id, name, size);
    if (incoming) this.#onOffer(incoming);
    else this.#tell({ kind: "refuse", id, reason: "too-many" });
  }

  /** Tells the sender how things are with a file that it offers. */
  async #begin(incoming: Incoming): Promise<void> {
    const channel = this.#wire.channel;
    const { id } = incoming;
    if (incoming.isLive || this.#beginning.has(incoming)) return;
    this.#beginning.add(incoming);
    const offset = await incoming.begin();
    this.#beginning.delete(incoming);
    if (channel !== this.#wire.channel || incoming.isLive) return;
    const { status } = incoming;
    switch (status.kind) {
      case "moving":
        incoming.goLive();
        return this.#tell({ kind: "accept", id, offset });
      case "done":
        return this.#tell({ kind: "received", id });
      case "ended":
        if (status.reason === "left") return;
        return this.#tell({ kind: "refuse", id, reason: status.reason });
    }
  }

  /** Sends pieces, each file in its turn, until the channel has enough. */
  #pump(): void {
    while (this.#wire.hasRoom && this.#sendNext());
    this.#onChange();
  }

  /** Sends one piece or one hash; false when none may be sent. */
  #sendNext(): boolean {
    for (const outgoing of this.#shelf.inTurn()) {
      const { id } = outgoing.source;
      const sha256 = outgoing.takeSha256();
      if (sha256 !== null) {
        this.#wire.send({ kind: "done", id, sha256 });
        return true;
      }
      const piece = outgoing.take();
      if (!piece) continue;
      this.#shelf.hadTurn(id);
      return this.#wire.put(piece);
    }
    return false;
  }

  /** Sends a message to a page that knows files, and shows what changed. */
  #tell(message: FileMessage): void {
    if (this.#wire.isGreeted) this.#wire.send(message);
    this.#onChange();
  }
}

/** Takes what a receiver says; false when it cannot be so. */
function hears(
  outgoing: Outgoing,
  message: FileMessage & { kind: "accept" | "ack" | "received" },
): boolean {
  switch (message.kind) {
    case "accept":
      return outgoing.accept(message.offset);
    case "ack":
      return outgoing.acknowledge(message.offset);
    case "received":
      return outgoing.received();
  }
}
