/**
 * Two members that send each other files: real transfers, a fake channel, and
 * files and disks in memory.
 *
 * @module
 */
import {
  ChainedHash,
  pickDigest,
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

/** A file in memory. */
export function makeFakeFile(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): File {
  return new File([bytes], name);
}

/** Reads a fake file as the worker does. */
export function openFakeSource(content: SourceFile): SourceReader {
  assert(content instanceof File);
  const source = new HashedSource(content, pickDigest(crypto.subtle));
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
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return await new Blob(this.#written).bytes();
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
    const hash = new ChainedHash(pickDigest(undefined));
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
      // Reading a blob takes a turn of the event loop.
      await new Promise((resolve) => setTimeout(resolve));
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
