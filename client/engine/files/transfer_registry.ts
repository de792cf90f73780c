/**
 * The transfers with one member, by number: those that go and those that
 * come, with a bound on how many are open and how many are remembered.
 *
 * @module
 */
import { cleanFileName } from "./file_name.ts";
import type { EndReason } from "./file_messages.ts";
import type { FileSource } from "./file_source.ts";
import { Incoming } from "./incoming_transfer.ts";
import { MAX_OPEN, MAX_REMEMBERED } from "./file_limits.ts";
import { Outgoing } from "./outgoing_transfer.ts";
import { type Hash, isOver } from "./file_platform.ts";

/** What the transfers tell, each with its number. */
export interface ShelfEvents {
  onReady(): void;
  onUnreadable(id: number): void;
  onWritten(id: number, bytes: number): void;
  onReceived(id: number): void;
  onFailure(id: number, reason: EndReason): void;
}

/** Transfers with one member. */
export class FileShelf {
  readonly #outgoing = new Map<number, Outgoing>();
  readonly #incoming = new Map<number, Incoming>();
  readonly #makeHash: () => Hash;
  readonly #events: ShelfEvents;

  constructor(makeHash: () => Hash, events: ShelfEvents) {
    this.#makeHash = makeHash;
    this.#events = events;
  }

  /** The file of this number that goes to the member. */
  outgoing(id: number): Outgoing | undefined {
    return this.#outgoing.get(id);
  }

  /** The file of this number that comes from the member. */
  incoming(id: number): Incoming | undefined {
    return this.#incoming.get(id);
  }

  /** All transfers, those that are over too. */
  all(): readonly (Outgoing | Incoming)[] {
    return [...this.#outgoing.values(), ...this.#incoming.values()];
  }

  /** Files that go and are not over. */
  openOutgoing(): readonly Outgoing[] {
    return openOf(this.#outgoing);
  }

  /** Files that come and are not over. */
  openIncoming(): readonly Incoming[] {
    return openOf(this.#incoming);
  }

  /** Files that go, the one that has waited longest first. */
  inTurn(): Iterable<Outgoing> {
    return this.#outgoing.values();
  }

  /** The file has sent a piece: the others come first now. */
  hadTurn(id: number): void {
    const outgoing = this.#outgoing.get(id);
    this.#outgoing.delete(id);
    if (outgoing) this.#outgoing.set(id, outgoing);
  }

  /** A file that is to go; null when too many are open. */
  addOutgoing(source: FileSource): Outgoing | null {
    if (this.openOutgoing().length >= MAX_OPEN) return null;
    const { id } = source;
    const outgoing = new Outgoing(source, {
      onReady: () => this.#events.onReady(),
      onUnreadable: () => this.#events.onUnreadable(id),
    });
    this.#outgoing.set(id, outgoing);
    forgetOldest(this.#outgoing);
    return outgoing;
  }

  /** A file that is to come; null when too many are open. */
  addIncoming(id: number, name: string, size: number): Incoming | null {
    if (this.openIncoming().length >= MAX_OPEN) return null;
    const events = this.#events;
    const incoming = new Incoming({
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
    forgetOldest(this.#incoming);
    return incoming;
  }
}

function openOf<T extends Outgoing | Incoming>(
  transfers: ReadonlyMap<number, T>,
): readonly T[] {
  return [...transfers.values()].filter(({ status }) => !isOver(status));
}

/** Lets go of the oldest transfer that is over, when there are too many. */
function forgetOldest(transfers: Map<number, Outgoing | Incoming>): void {
  if (transfers.size <= MAX_REMEMBERED) return;
  for (const [id, { status }] of transfers) {
    if (isOver(status)) return void transfers.delete(id);
  }
}
