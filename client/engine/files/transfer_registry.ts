/**
 * The transfers with one member, by number: those that go and those that
 * come, with a bound on how many are open and how many are remembered.
 *
 * @module
 */
import { cleanFileName } from "./file_name.ts";
import type { TransferEndReason } from "./file_messages.ts";
import type { FileSource } from "./file_source.ts";
import { IncomingFile } from "./incoming_file.ts";
import { MAX_OPEN_TRANSFERS, MAX_REMEMBERED_TRANSFERS } from "./file_limits.ts";
import { OutgoingFile } from "./outgoing_file.ts";
import { type Hash, isTransferOver } from "./file_platform.ts";

/** What the transfers tell, each with its number. */
export interface TransferRegistryEvents {
  onReady(): void;
  onUnreadable(id: number): void;
  onWritten(id: number, bytes: number): void;
  onReceived(id: number): void;
  onFailure(id: number, reason: TransferEndReason): void;
}

/** Transfers with one member. */
export class TransferRegistry {
  readonly #outgoing = new Map<number, OutgoingFile>();
  readonly #incoming = new Map<number, IncomingFile>();
  readonly #makeHash: () => Hash;
  readonly #events: TransferRegistryEvents;

  constructor(makeHash: () => Hash, events: TransferRegistryEvents) {
    this.#makeHash = makeHash;
    this.#events = events;
  }

  /** The file of this number that goes to the member. */
  getOutgoing(id: number): OutgoingFile | undefined {
    return this.#outgoing.get(id);
  }

  /** The file of this number that comes from the member. */
  getIncoming(id: number): IncomingFile | undefined {
    return this.#incoming.get(id);
  }

  /** All transfers, those that are over too. */
  all(): readonly (OutgoingFile | IncomingFile)[] {
    return [...this.#outgoing.values(), ...this.#incoming.values()];
  }

  /** Files that go and are not over. */
  openOutgoing(): readonly OutgoingFile[] {
    return selectOpen(this.#outgoing);
  }

  /** Files that come and are not over. */
  openIncoming(): readonly IncomingFile[] {
    return selectOpen(this.#incoming);
  }

  /** Files that go, the one that has waited longest first. */
  byTurn(): Iterable<OutgoingFile> {
    return this.#outgoing.values();
  }

  /** The file has sent a piece: the others come first now. */
  moveToBack(id: number): void {
    const outgoing = this.#outgoing.get(id);
    this.#outgoing.delete(id);
    if (outgoing) this.#outgoing.set(id, outgoing);
  }

  /** A file that is to go; null when too many are open. */
  addOutgoing(source: FileSource): OutgoingFile | null {
    if (this.openOutgoing().length >= MAX_OPEN_TRANSFERS) return null;
    const { id } = source;
    const outgoing = new OutgoingFile(source, {
      onReady: () => this.#events.onReady(),
      onUnreadable: () => this.#events.onUnreadable(id),
    });
    this.#outgoing.set(id, outgoing);
    evictOldest(this.#outgoing);
    return outgoing;
  }

  /** A file that is to come; null when too many are open. */
  addIncoming(id: number, name: string, size: number): IncomingFile | null {
    if (this.openIncoming().length >= MAX_OPEN_TRANSFERS) return null;
    const events = this.#events;
    const incoming = new IncomingFile({
      id,
      name: cleanFileName(name),
      size,
      hash: this.#makeHash(),
      events: {
        onWritten: (bytes) => events.onWritten(id, bytes),
        onReceived: () => events.onReceived(id),
        onFailure: (reason) => events.onFailure(id, reason),
      },
    });
    this.#incoming.set(id, incoming);
    evictOldest(this.#incoming);
    return incoming;
  }
}

function selectOpen<T extends OutgoingFile | IncomingFile>(
  transfers: ReadonlyMap<number, T>,
): readonly T[] {
  return [...transfers.values()].filter(({ status }) =>
    !isTransferOver(status)
  );
}

/** Lets go of the oldest transfer that is over, when there are too many. */
function evictOldest(
  transfers: Map<number, OutgoingFile | IncomingFile>,
): void {
  if (transfers.size <= MAX_REMEMBERED_TRANSFERS) return;
  for (const [id, { status }] of transfers) {
    if (isTransferOver(status)) return void transfers.delete(id);
  }
}
