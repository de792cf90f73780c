/**
 * Transfers with one member by file id, outgoing and incoming, with a bound on
 * how many are open and how many are remembered.
 *
 * @module
 */
import { cleanFileName } from "./file_name.ts";
import type { TransferEndReason } from "./file_messages.ts";
import type { FileSource } from "./file_source.ts";
import { IncomingFile } from "./incoming_file.ts";
import { MAX_OPEN_TRANSFERS, MAX_REMEMBERED_TRANSFERS } from "./file_limits.ts";
import { OutgoingFile } from "./outgoing_file.ts";
import { isTransferOver } from "./file_platform.ts";

/** Events of the transfers, each with its file id. */
export interface TransferRegistryEvents {
  onReady(): void;
  onUnreadable(id: number): void;
  onWritten(id: number, bytes: number): void;
  onReceived(id: number): void;
  onFailure(id: number, reason: TransferEndReason): void;
}

/** All transfers with one member. */
export class TransferRegistry {
  readonly #outgoing = new Map<number, OutgoingFile>();
  readonly #incoming = new Map<number, IncomingFile>();
  readonly #events: TransferRegistryEvents;

  constructor(events: TransferRegistryEvents) {
    this.#events = events;
  }

  /** Outgoing file of this id. */
  getOutgoing(id: number): OutgoingFile | undefined {
    return this.#outgoing.get(id);
  }

  /** Incoming file of this id. */
  getIncoming(id: number): IncomingFile | undefined {
    return this.#incoming.get(id);
  }

  /** All transfers, including finished ones. */
  all(): readonly (OutgoingFile | IncomingFile)[] {
    return [...this.#outgoing.values(), ...this.#incoming.values()];
  }

  /** Outgoing files that have not ended. */
  openOutgoing(): readonly OutgoingFile[] {
    return selectOpen(this.#outgoing);
  }

  /** Incoming files that have not ended. */
  openIncoming(): readonly IncomingFile[] {
    return selectOpen(this.#incoming);
  }

  /** Outgoing files, least recently served first. */
  byTurn(): Iterable<OutgoingFile> {
    return this.#outgoing.values();
  }

  /** Moves a file that was served behind the others. */
  moveToBack(id: number): void {
    const outgoing = this.#outgoing.get(id);
    this.#outgoing.delete(id);
    if (outgoing) this.#outgoing.set(id, outgoing);
  }

  /** Adds an outgoing file; null when too many are open. */
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

  /** Adds an incoming file; null when too many are open. */
  addIncoming(id: number, name: string, size: number): IncomingFile | null {
    if (this.openIncoming().length >= MAX_OPEN_TRANSFERS) return null;
    const events = this.#events;
    const incoming = new IncomingFile({
      id,
      name: cleanFileName(name),
      size,
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

/** Removes the oldest finished transfer when there are too many. */
function evictOldest(
  transfers: Map<number, OutgoingFile | IncomingFile>,
): void {
  if (transfers.size <= MAX_REMEMBERED_TRANSFERS) return;
  for (const [id, { status }] of transfers) {
    if (isTransferOver(status)) return void transfers.delete(id);
  }
}
