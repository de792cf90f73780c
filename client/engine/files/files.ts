/**
 * The files of a call: offers ours to everyone who is there, shows those of
 * the others, and keeps one line for each in the state of the page.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { Channel } from "../connection.ts";
import { FileLink } from "./file_link.ts";
import { FileSource } from "./file_source.ts";
import type { Incoming } from "./incoming.ts";
import { MAX_FILE_BYTES, MAX_LINES } from "./limits.ts";
import type { Outgoing } from "./outgoing.ts";
import {
  type FilePlatform,
  isOver,
  type Sink,
  type SourceFile,
  type TransferStatus,
} from "./platform.ts";
import { Rate } from "./rate.ts";

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

interface Entry {
  readonly link: FileLink;
  readonly transfer: Outgoing | Incoming;
  readonly peerId: string;
  readonly name: string;
  readonly rate: Rate;
  /** The state that was last told. */
  told: TransferStatus["kind"];
}

interface Line {
  readonly id: string;
  readonly from: string | null;
  readonly fileName: string;
  readonly size: number;
  readonly atMs: number;
  readonly entries: Entry[];
  /** True while the person is asked where to save it. */
  isOpening: boolean;
  maxBytes: number | null;
}

/** All files of one call. */
export class Files {
  readonly #options: FilesOptions;
  readonly #links = new Map<string, FileLink>();
  #lines: Line[] = [];
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
    const line = this.#find(lineId);
    const [entry] = line?.entries ?? [];
    const incoming = entry?.transfer;
    if (!line || !entry || !isIncoming(incoming) || line.isOpening) return;
    if (incoming.status.kind !== "offered") return;
    line.isOpening = true;
    const opened = await this.#open(incoming);
    line.isOpening = false;
    if (opened === "dismissed") return;
    if (typeof opened === "string") {
      entry.link.cancelIncoming(incoming.id, opened);
    } else {
      entry.link.accept(incoming, opened);
    }
  }

  /** Does not take an offered file, or stops one that comes. */
  refuse(lineId: string): void {
    for (const { link, transfer } of this.#find(lineId)?.entries ?? []) {
      if (!isIncoming(transfer)) continue;
      const isOffered = transfer.status.kind === "offered";
      link.cancelIncoming(transfer.id, isOffered ? "refused" : "cancelled");
    }
  }

  /** Stops a file of ours on its way to one member, or with null to all. */
  cancel(lineId: string, peerId: string | null): void {
    for (const entry of this.#find(lineId)?.entries ?? []) {
      const { link, transfer } = entry;
      if (isIncoming(transfer)) continue;
      if (peerId === null || entry.peerId === peerId) {
        link.cancelOutgoing(transfer.source.id, "cancelled");
      }
    }
  }

  #find(lineId: string): Line | undefined {
    return this.#lines.find(({ id }) => id === lineId);
  }

  async #open(incoming: Incoming): Promise<Sink | "dismissed" | EndCode> {
    const { target } = this.#options;
    try {
      return await target.open(incoming.name, incoming.size);
    } catch {
      return "unwritable";
    }
  }

  #offer(file: SourceFile): boolean {
    if (file.size > MAX_FILE_BYTES) return false;
    const { makeNumber, makeHash, wallMs } = this.#options;
    const source = new FileSource(makeNumber(), file, makeHash());
    const entries = [...this.#links].flatMap(([peerId, link]) => {
      const outgoing = link.offer(source);
      return outgoing ? [this.#entry(peerId, link, outgoing)] : [];
    });
    if (entries.length === 0) return false;
    this.#add({
      id: `own ${source.id}`,
      from: null,
      fileName: source.name,
      size: source.size,
      atMs: wallMs(),
      entries,
      isOpening: false,
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
      entries: [this.#entry(peerId, link, incoming)],
      isOpening: false,
      maxBytes: isTooBig ? maxBytes : null,
    });
    if (isTooBig) link.cancelIncoming(id, "too-big");
    else onNotice("file-offered", nameOf(peerId));
  }

  #entry(
    peerId: string,
    link: FileLink,
    transfer: Outgoing | Incoming,
  ): Entry {
    const name = this.#options.nameOf(peerId);
    const rate = new Rate();
    return { link, transfer, peerId, name, rate, told: "offered" };
  }

  #add(line: Line): void {
    this.#lines = [...this.#lines.filter(({ id }) => id !== line.id), line];
    const ofSame = this.#lines.filter(({ from }) => from === line.from);
    const oldest = ofSame.find(isSettled);
    if (ofSame.length > MAX_LINES && oldest) {
      this.#lines = this.#lines.filter((kept) => kept !== oldest);
      for (const { transfer } of oldest.entries) {
        if (isIncoming(transfer)) transfer.saved?.dispose();
      }
    }
    this.#show();
  }

  #changed(): void {
    let hasNews = false;
    for (const line of this.#lines) {
      for (const entry of line.entries) {
        const { kind } = entry.transfer.status;
        if (entry.told === kind) continue;
        entry.told = kind;
        hasNews = true;
        this.#tellEnd(entry);
      }
    }
    if (hasNews) this.#show();
    else this.#showSoon();
  }

  #tellEnd({ transfer, name }: Entry): void {
    const { onNotice } = this.#options;
    const { status } = transfer;
    if (status.kind === "ended") {
      if (isNews(status)) onNotice("file-ended", name);
    } else if (status.kind === "done") {
      onNotice(isIncoming(transfer) ? "file-received" : "file-sent", name);
    }
  }

  #showSoon(): void {
    if (this.#cancelShow || this.#lines.every(isSettled)) return;
    this.#cancelShow = this.#options.clock.after(SHOW_MS, () => this.#show());
  }

  #show(): void {
    this.#cancelShow?.();
    this.#cancelShow = null;
    const nowMs = this.#options.clock.nowMs();
    this.#options.onLines(this.#lines.map((line) => shown(line, nowMs)));
  }
}

type EndCode = "too-big" | "unwritable";

function isIncoming(
  transfer: Outgoing | Incoming | undefined,
): transfer is Incoming {
  return transfer !== undefined && "saved" in transfer;
}

/** What a person did or has been told of otherwise needs no notice. */
function isNews(
  { reason, isByPeer }: TransferStatus & { readonly kind: "ended" },
): boolean {
  if (reason === "refused" || reason === "left") return false;
  return isByPeer || (reason !== "cancelled" && reason !== "too-big");
}

function isSettled({ entries }: Line): boolean {
  return entries.every(({ transfer }) => isOver(transfer.status));
}

function shown(line: Line, nowMs: number): FileLine {
  const { id, from, fileName, size, atMs, entries, maxBytes } = line;
  const incoming = entries.map(({ transfer }) => transfer).find(isIncoming);
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
