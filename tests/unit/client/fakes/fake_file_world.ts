/**
 * Two members that send each other files: real transfers, a fake channel, and
 * files and disks in memory.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import {
  ChainedHash,
  type Digest,
} from "../../../../client/platform/file_worker/chained_hash.ts";
import { HashedSource } from "../../../../client/platform/file_worker/hashed_source.ts";
import { assert } from "@std/assert";
import { PeerTransfers } from "../../../../client/engine/files/peer_transfers.ts";
import { FileSource } from "../../../../client/engine/files/file_source.ts";
import type { IncomingFile } from "../../../../client/engine/files/incoming_file.ts";
import type { OutgoingFile } from "../../../../client/engine/files/outgoing_file.ts";
import type {
  FileSink,
  SavedFileHandle,
  SourceFile,
  SourceReader,
  TransferStatus,
} from "../../../../client/engine/files/file_platform.ts";
import { settlePromises } from "./fake_clock.ts";
import { FakeFileChannelPair } from "./fake_file_channel.ts";

/** Bytes that differ from position to position. */
export function makeBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = (i * 31 + (i >> 8) * 7) & 0xff;
  return bytes;
}

/**
 * SHA-256 without the threads of WebCrypto, so that all work of a test is done
 * when its promises are settled.
 */
const digest: Digest = (bytes) =>
  Promise.resolve(new Uint8Array(createHash("sha256").update(bytes).digest()));

/** A file in memory whose reads settle without a turn of the event loop. */
class MemoryFile extends File {
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(name: string, bytes: Uint8Array<ArrayBuffer>) {
    super([bytes], name);
    this.#bytes = bytes;
  }

  override slice(start?: number, end?: number): MemoryFile {
    return new MemoryFile(this.name, this.#bytes.slice(start, end));
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#bytes.slice().buffer);
  }
}

/** A file in memory. */
export function makeFakeFile(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): File {
  return new MemoryFile(name, bytes);
}

/** Reads a fake file as the worker does. */
export function openFakeSource(content: SourceFile): SourceReader {
  assert(content instanceof File);
  const source = new HashedSource(content, digest);
  return {
    read: (start, end) => source.read(start, end),
    close: () => {},
  };
}

/** A sink in memory, whose writes a test can pause. */
export class FakeSink implements FileSink {
  readonly #written: Uint8Array<ArrayBuffer>[] = [];
  state: "open" | "closed" | "aborted" = "open";
  isFull = false;
  #gate: PromiseWithResolvers<void> | null = null;

  /** All written bytes, in order. */
  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return Promise.resolve(new Uint8Array(Buffer.concat(this.#written)));
  }

  pauseWrites(): void {
    this.#gate ??= Promise.withResolvers();
  }

  resumeWrites(): void {
    this.#gate?.resolve();
    this.#gate = null;
  }

  async write(chunks: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    await this.#gate?.promise;
    if (this.isFull) throw new Error("QuotaExceededError");
    this.#written.push(...chunks);
  }

  async sha256(): Promise<string> {
    const hash = new ChainedHash(digest);
    await hash.update(await this.bytes());
    return await hash.finish();
  }

  close(): Promise<SavedFileHandle> {
    this.state = "closed";
    return Promise.resolve({ url: "blob:x", dispose: () => {} });
  }

  abort(): Promise<void> {
    this.state = "aborted";
    return Promise.resolve();
  }
}

/** Transfers of two members: a sends, b receives. */
export class FakeFileWorld {
  readonly offers: IncomingFile[] = [];
  readonly a: PeerTransfers;
  readonly b: PeerTransfers;
  pair = new FakeFileChannelPair();
  #nextId = 1;

  constructor() {
    const onChange = () => {};
    this.a = new PeerTransfers({ onChange, onOffer: () => {} });
    this.b = new PeerTransfers({
      onChange,
      onOffer: (incoming) => this.offers.push(incoming),
    });
  }

  /** Connects the two by a new open channel. */
  connect(): void {
    this.pair = new FakeFileChannelPair();
    this.a.attach(this.pair.a);
    this.b.attach(this.pair.b);
    this.pair.open();
  }

  makeSource(bytes: Uint8Array<ArrayBuffer>, name = "a.bin"): FileSource {
    const file = makeFakeFile(name, bytes);
    return new FileSource(this.#nextId++, file, openFakeSource(file));
  }

  /** Delivers messages until none are left. */
  async deliverAll(isEnough: () => boolean = () => false): Promise<void> {
    for (let idle = 0; idle < 5 && !isEnough();) {
      idle = this.pair.deliverOne() ? 0 : idle + 1;
      await settlePromises();
    }
  }
}

/** A transfer between the two members, seen from both sides. */
export interface AcceptedTransfer {
  readonly world: FakeFileWorld;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly outgoing: OutgoingFile;
  readonly incoming: IncomingFile;
  readonly sink: FakeSink;
}

type EndedTransferStatus = TransferStatus & { readonly kind: "ended" };

/** A file of this size that was offered, and the sink for it. */
export async function makeAcceptedTransfer(
  size: number,
): Promise<AcceptedTransfer> {
  const world = new FakeFileWorld();
  const bytes = makeBytes(size);
  world.connect();
  const outgoing = world.a.offer(world.makeSource(bytes));
  await world.deliverAll();
  const [incoming] = world.offers;
  assert(outgoing && incoming);
  const sink = new FakeSink();
  return { world, bytes, outgoing, incoming, sink };
}

/** Status of an ended transfer. */
export function makeEndedStatus(
  reason: EndedTransferStatus["reason"],
  isByPeer: boolean,
): EndedTransferStatus {
  return { kind: "ended", reason, isByPeer };
}
