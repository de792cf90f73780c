/**
 * An array of `struct mmsghdr` with the buffers that it points to, laid out
 * once; a batch call then costs a few number writes per packet.
 *
 * @module
 */
import {
  HEADROOM,
  MAX_DATAGRAM_BYTES,
  TAILROOM,
} from "../../turn/relay/packet_buffer.ts";

/** Packets of one call. */
export const BATCH_PACKETS = 64;

/** Bytes of a slot: room, the largest datagram, room. */
export const SLOT_BYTES = 65_664;

/** Bytes of one stored `struct sockaddr`. */
export const SOCKADDR_SLOT_BYTES = 32;

const MMSGHDR_BYTES = 64;
const IOVEC_BYTES = 16;

/** Headers, names and slots of one direction. */
export class MessageVector {
  readonly slots = new Uint8Array(BATCH_PACKETS * SLOT_BYTES);
  readonly sockaddrs = new Uint8Array(BATCH_PACKETS * SOCKADDR_SLOT_BYTES);
  readonly pointer: Deno.PointerValue;
  readonly #headers = new Uint32Array(BATCH_PACKETS * MMSGHDR_BYTES / 4);
  readonly #iovecs = new Uint32Array(BATCH_PACKETS * IOVEC_BYTES / 4);
  readonly #slotsAddress: number;

  constructor() {
    if (SLOT_BYTES < HEADROOM + MAX_DATAGRAM_BYTES + TAILROOM) {
      throw new RangeError("A slot is too small for a datagram");
    }
    this.#slotsAddress = memoryAddressOf(this.slots);
    const namesAt = memoryAddressOf(this.sockaddrs);
    const iovecsAt = memoryAddressOf(this.#iovecs);
    this.pointer = Deno.UnsafePointer.of(this.#headers);
    for (let index = 0; index < BATCH_PACKETS; index++) {
      const header = index * MMSGHDR_BYTES / 4;
      writeUint64(this.#headers, header, namesAt + index * SOCKADDR_SLOT_BYTES);
      writeUint64(this.#headers, header + 4, iovecsAt + index * IOVEC_BYTES);
      writeUint64(this.#headers, header + 6, 1);
    }
  }

  /** Makes the first `count` entries ready to receive. */
  prepareReceive(count: number): void {
    for (let index = 0; index < count; index++) {
      this.#headers[index * 16 + 2] = SOCKADDR_SLOT_BYTES;
      const at = this.#slotsAddress + index * SLOT_BYTES + HEADROOM;
      writeUint64(this.#iovecs, index * 4, at);
      this.#iovecs[index * 4 + 2] = MAX_DATAGRAM_BYTES + 1;
    }
  }

  /** Length of the datagram that an entry received. */
  receivedBytes(index: number): number {
    return this.#headers[index * 16 + 14] ?? 0;
  }

  /** Address in memory of an offset of the slots. */
  memoryAddressAt(offset: number): number {
    return this.#slotsAddress + offset;
  }

  /** Makes an entry ready to send from an address in memory. */
  prepareSend(
    index: number,
    at: number,
    length: number,
    nameBytes: number,
  ): void {
    this.#headers[index * 16 + 2] = nameBytes;
    writeUint64(this.#iovecs, index * 4, at);
    this.#iovecs[index * 4 + 2] = length;
  }
}

function memoryAddressOf(bytes: ArrayBufferView<ArrayBuffer>): number {
  return Number(
    Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes)),
  );
}

/** Writes an address as 64 bits; addresses here have 47. */
function writeUint64(words: Uint32Array, at: number, value: number): void {
  words[at] = value >>> 0;
  words[at + 1] = Math.floor(value / 0x100000000);
}
