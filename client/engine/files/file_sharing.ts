/**
 * The files of a call: offers ours to everyone who is there, shows those of
 * the others, and keeps one line for each in the state of the page.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { Channel } from "../peer/connection.ts";
import {
  type Entry,
  type FileLine,
  FileLines,
  type Line,
  makeEntry,
} from "./file_lines.ts";
import { FileLink } from "./peer_transfers.ts";
import { FileSource } from "./file_source.ts";
import { Incoming } from "./incoming_transfer.ts";
import { MAX_FILE_BYTES } from "./file_limits.ts";
import type {
  FilePlatform,
  Sink,
  SinkRefusal,
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
export interface FilesOptions extends FilePlatform {
  readonly clock: Clock;
  /** Wall clock in Unix milliseconds. */
  readonly wallMs: () => number;
  readonly nameOf: (peerId: string) => string;
  readonly onLines: (lines: readonly FileLine[]) => void;
  readonly onNotice: (notice: FileNotice, name: string) => void;
}

/** How often the lines follow a transfer that goes on. */
export const SHOW_MS = 250;

/** All files of one call. */
export class Files {
  readonly #options: FilesOptions;
  readonly #links = new Map<string, FileLink>();
  readonly #lines = new FileLines();
  /** Files whose place to save the person is being asked for. */
  readonly #opening = new Set<Incoming>();
  #cancelShow: (() => void) | null = null;

  constructor(options: FilesOptions) {
    this.#options = options;
  }

  /** Begins with a member whose channel is still to open. */
  meet(peerId: string): FileLink {
    let link = this.#links.get(peerId);
    if (!link) {
      const made = new FileLink({
        makeHash: this.#options.makeHash,
        onOffer: (incoming) => this.#onOffer(peerId, made, incoming),
        onChange: () => this.#changed(),
      });
      this.#links.set(peerId, link = made);
    }
    return link;
  }

  /** Takes the channel to a member; an earlier one is not used any more. */
  attach(peerId: string, channel: Channel): void {
    this.meet(peerId).attach(channel);
  }

  /** A member is gone: what is not through ends. */
  forget(peerId: string): void {
    const link = this.#links.get(peerId);
    this.#links.delete(peerId);
    link?.close();
  }

  /** Offers files to everyone who is in the call now. */
  send(files: readonly SourceFile[]): void {
    const { onNotice } = this.#options;
    for (const file of files) {
      if (this.#links.size === 0) return onNotice("file-nobody", "");
      if (!this.#offer(file)) return onNotice("file-too-many", "");
    }
  }

  /** Takes an offered file; called in the click of a person. */
  async accept(lineId: string): Promise<void> {
    const [entry] = this.#lines.entriesOf(lineId);
    const incoming = entry?.transfer;
    if (!entry || !(incoming instanceof Incoming)) return;
    if (incoming.status.kind !== "offered" || this.#opening.has(incoming)) {
      return;
    }
    this.#opening.add(incoming);
    const opened = await this.#open(incoming);
    this.#opening.delete(incoming);
    if (opened === "dismissed") return;
    if (typeof opened === "string") {
      entry.link.cancelIncoming(incoming.id, opened);
    } else {
      entry.link.accept(incoming, opened);
    }
  }

  /** Does not take an offered file, or stops one that comes. */
  refuse(lineId: string): void {
    for (const { link, transfer } of this.#lines.entriesOf(lineId)) {
      if (!(transfer instanceof Incoming)) continue;
      const isOffered = transfer.status.kind === "offered";
      link.cancelIncoming(transfer.id, isOffered ? "refused" : "cancelled");
    }
  }

  /** Stops a file of ours on its way to one member, or with null to all. */
  cancel(lineId: string, peerId: string | null): void {
    for (const entry of this.#lines.entriesOf(lineId)) {
      const { link, transfer } = entry;
      if (transfer instanceof Incoming) continue;
      if (peerId === null || entry.peerId === peerId) {
        link.cancelOutgoing(transfer.source.id, "cancelled");
      }
    }
  }

  async #open(incoming: Incoming): Promise<Sink | SinkRefusal> {
    const { target } = this.#options;
    try {
      return await target.open(incoming.name, incoming.size);
    } catch {
      return "unwritable";
    }
  }

  #offer(file: SourceFile): boolean {
    if (file.size > MAX_FILE_BYTES) return false;
    const { makeNumber, makeHash, wallMs, nameOf } = this.#options;
    const source = new FileSource(makeNumber(), file, makeHash());
    const entries = [...this.#links].flatMap(([peerId, link]) => {
      const outgoing = link.offer(source);
      return outgoing
        ? [makeEntry(link, outgoing, peerId, nameOf(peerId))]
        : [];
    });
    if (entries.length === 0) return false;
    this.#add({
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

  #onOffer(peerId: string, link: FileLink, incoming: Incoming): void {
    const { wallMs, target, nameOf, onNotice } = this.#options;
    const { id, name, size } = incoming;
    const maxBytes = target.maxBytes();
    const isTooBig = size > maxBytes;
    this.#add({
      id: `${peerId} ${id}`,
      from: peerId,
      fileName: name,
      size,
      atMs: wallMs(),
      entries: [makeEntry(link, incoming, peerId, nameOf(peerId))],
      maxBytes: isTooBig ? maxBytes : null,
    });
    if (isTooBig) link.cancelIncoming(id, "too-big");
    else onNotice("file-offered", nameOf(peerId));
  }

  #add(line: Line): void {
    this.#lines.add(line);
    this.#show();
  }

  #changed(): void {
    const changed = this.#lines.takeChanged();
    for (const entry of changed) this.#tellEnd(entry);
    if (changed.length > 0) this.#show();
    else this.#showSoon();
  }

  #tellEnd({ transfer, name }: Entry): void {
    const { onNotice } = this.#options;
    const { status } = transfer;
    if (status.kind === "ended") {
      if (isNews(status)) onNotice("file-ended", name);
    } else if (status.kind === "done") {
      const isHere = transfer instanceof Incoming;
      onNotice(isHere ? "file-received" : "file-sent", name);
    }
  }

  #showSoon(): void {
    if (this.#cancelShow || this.#lines.isSettled) return;
    this.#cancelShow = this.#options.clock.after(SHOW_MS, () => this.#show());
  }

  #show(): void {
    this.#cancelShow?.();
    this.#cancelShow = null;
    const nowMs = this.#options.clock.nowMs();
    this.#options.onLines(this.#lines.shown(nowMs));
  }
}

/** What a person did or has been told of otherwise needs no notice. */
function isNews(
  { reason, isByPeer }: TransferStatus & { readonly kind: "ended" },
): boolean {
  if (reason === "refused" || reason === "left") return false;
  return isByPeer || (reason !== "cancelled" && reason !== "too-big");
}
