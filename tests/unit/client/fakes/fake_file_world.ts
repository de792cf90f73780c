/**
 * Two members who send each other files: real links, a fake channel between
 * them, files and disks in memory.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { assert } from "@std/assert";
import { FileLink } from "../../../../client/engine/files/peer_transfers.ts";
import { FileSource } from "../../../../client/engine/files/file_source.ts";
import type { Incoming } from "../../../../client/engine/files/incoming_transfer.ts";
import type { Outgoing } from "../../../../client/engine/files/outgoing_transfer.ts";
import type {
  Saved,
  Sink,
  SourceFile,
  TransferStatus,
} from "../../../../client/engine/files/file_platform.ts";
import { settle } from "./fake_clock.ts";
import { FilePair } from "./fake_file_pair.ts";

/** Bytes that differ from place to place. */
export function bytesOf(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = (i * 31 + (i >> 8) * 7) & 0xff;
  return bytes;
}

/** A file in memory. */
export function fakeFile(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): SourceFile {
  const blob = new Blob([bytes]);
  return { name, size: bytes.length, slice: (a, b) => blob.slice(a, b) };
}

/** A disk that keeps what is written, and stands still when told to. */
export class FakeSink implements Sink {
  readonly #written: Uint8Array<ArrayBuffer>[] = [];
  state: "open" | "closed" | "aborted" = "open";
  isFull = false;
  #gate: PromiseWithResolvers<void> | null = null;

  /** All that was written, in order. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return await new Blob(this.#written).bytes();
  }

  hold(): void {
    this.#gate ??= Promise.withResolvers();
  }

  go(): void {
    this.#gate?.resolve();
    this.#gate = null;
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#gate?.promise;
    if (this.isFull) throw new Error("QuotaExceededError");
    this.#written.push(bytes);
  }

  close(): Promise<Saved> {
    this.state = "closed";
    return Promise.resolve({ url: "blob:x", dispose: () => {} });
  }

  abort(): Promise<void> {
    this.state = "aborted";
    return Promise.resolve();
  }
}

/** A sends, b receives. */
export class FileWorld {
  readonly offers: Incoming[] = [];
  readonly a: FileLink;
  readonly b: FileLink;
  pair = new FilePair();
  #nextId = 1;

  constructor() {
    const makeHash = () => sha256.create();
    const onChange = () => {};
    this.a = new FileLink({ makeHash, onChange, onOffer: () => {} });
    this.b = new FileLink({
      makeHash,
      onChange,
      onOffer: (incoming) => this.offers.push(incoming),
    });
  }

  /** A new channel between the two, open. */
  connect(): void {
    this.pair = new FilePair();
    this.a.attach(this.pair.a);
    this.b.attach(this.pair.b);
    this.pair.open();
  }

  source(bytes: Uint8Array<ArrayBuffer>, name = "a.bin"): FileSource {
    return new FileSource(
      this.#nextId++,
      fakeFile(name, bytes),
      sha256.create(),
    );
  }

  /** Lets everything through until both have nothing more to say. */
  async flow(isEnough: () => boolean = () => false): Promise<void> {
    for (let idle = 0; idle < 5 && !isEnough();) {
      idle = this.pair.step() ? 0 : idle + 1;
      await settle();
      // Reading a blob takes a turn of the event loop.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}

/** A file between two members, seen from both sides. */
export interface Accepted {
  readonly world: FileWorld;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly outgoing: Outgoing;
  readonly incoming: Incoming;
  readonly sink: FakeSink;
}

type Ended = TransferStatus & { readonly kind: "ended" };

/** A file of this size that has been offered, and where it may be written. */
export async function accepted(size: number): Promise<Accepted> {
  const world = new FileWorld();
  const bytes = bytesOf(size);
  world.connect();
  const outgoing = world.a.offer(world.source(bytes));
  await world.flow();
  const [incoming] = world.offers;
  assert(outgoing && incoming);
  const sink = new FakeSink();
  return { world, bytes, outgoing, incoming, sink };
}

/** How a transfer has ended. */
export function endOf(reason: Ended["reason"], isByPeer: boolean): Ended {
  return { kind: "ended", reason, isByPeer };
}
