/**
 * An array of `struct mmsghdr` with the buffers that it points to. It is laid out
 * once; a batch call then costs a few writes of numbers per packet.
 *
 * @module
 */
import {
  HEADROOM,
  MAX_DATAGRAM_BYTES,
  TAILROOM,
} from "../../turn/relay/packet_buffer.ts";

/** Packets per system call. */
export const BATCH_PACKETS = 64;

/** Bytes of a slot: headroom, the largest datagram, tailroom. */
export const SLOT_BYTES = 65_664;

/** Bytes for one `struct sockaddr`. */
export const SOCKADDR_SLOT_BYTES = 32;

const MMSGHDR_BYTES = 64;
const IOVEC_BYTES = 16;

/** Headers, addresses and slots of one direction. */
export class MessageVector {
  /** Buffers of the packets. */
  readonly slots = new Uint8Array(BATCH_PACKETS * SLOT_BYTES);
  /** Addresses of the packets, as `struct sockaddr`. */
  readonly sockaddrs = new Uint8Array(BATCH_PACKETS * SOCKADDR_SLOT_BYTES);
  /** Pointer to the array, for the system calls. */
  readonly pointer: Deno.PointerValue;
  readonly #headers = new Uint32Array(BATCH_PACKETS * MMSGHDR_BYTES / 4);
  readonly #iovecs = new Uint32Array(BATCH_PACKETS * IOVEC_BYTES / 4);
  readonly #slotsAddress: number;

  /** Lays out the array. */
  constructor() {
    if (SLOT_BYTES < HEADROOM + MAX_DATAGRAM_BYTES + TAILROOM) {
      throw new RangeError("A slot is too small for a datagram");
    }
    this.#slotsAddress = memoryAddressOf(this.slots);
    const sockaddrsAt = memoryAddressOf(this.sockaddrs);
    const iovecsAt = memoryAddressOf(this.#iovecs);
    this.pointer = Deno.UnsafePointer.of(this.#headers);
    for (let index = 0; index < BATCH_PACKETS; index++) {
      const header = index * MMSGHDR_BYTES / 4;
      writeUint64(
        this.#headers,
        header,
        sockaddrsAt + index * SOCKADDR_SLOT_BYTES,
      );
      writeUint64(this.#headers, header + 4, iovecsAt + index * IOVEC_BYTES);
      writeUint64(this.#headers, header + 6, 1);
    }
  }

  /** Prepares the first `count` entries for receiving. */
  prepareReceive(count: number): void {
    for (let index = 0; index < count; index++) {
      this.#headers[index * 16 + 2] = SOCKADDR_SLOT_BYTES;
      const at = this.#slotsAddress + index * SLOT_BYTES + HEADROOM;
      writeUint64(this.#iovecs, index * 4, at);
      this.#iovecs[index * 4 + 2] = MAX_DATAGRAM_BYTES + 1;
    }
  }

  /** Length of the datagram in an entry. */
  receivedBytes(index: number): number {
    return this.#headers[index * 16 + 14] ?? 0;
  }

  /** Address in memory of an offset in the slots. */
  memoryAddressAt(offset: number): number {
    return this.#slotsAddress + offset;
  }

  /** Prepares an entry for sending from an address in memory. */
  prepareSend(
    index: number,
    at: number,
    length: number,
    sockaddrBytes: number,
  ): void {
    this.#headers[index * 16 + 2] = sockaddrBytes;
    writeUint64(this.#iovecs, index * 4, at);
    this.#iovecs[index * 4 + 2] = length;
  }
}

function memoryAddressOf(bytes: ArrayBufferView<ArrayBuffer>): number {
  return Number(
    Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes)),
  );
}

/** Writes an address as 64 bits; user-space addresses have 47. */
function writeUint64(words: Uint32Array, at: number, value: number): void {
  words[at] = value >>> 0;
  words[at + 1] = Math.floor(value / 0x100000000);
}
