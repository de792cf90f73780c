/**
 * Reads the frames of a WebSocket client out of a byte stream (RFC 6455 §5).
 *
 * Sans I/O: chunks go in, messages come out through a handler. The reader
 * holds at most one unfinished message and never more of it than the limit,
 * however many fragments it comes in.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { ByteStore } from "./byte_store.ts";
import { OPCODE } from "./frame.ts";
import { unmask } from "./unmask.ts";

/** What a reader tells its owner. */
export interface FrameHandler {
  /** A whole text message, fragments joined, with its size in UTF-8. */
  text(message: string, bytes: number): void;
  /** A ping, to be answered by a pong with the same payload. */
  ping(payload: Uint8Array): void;
  pong(): void;
  /** The client's close frame; `code` is 1005 when it gave none. */
  close(code: number): void;
}

/** Why a stream was refused; each has a close code of RFC 6455 §7.4.1. */
export type FrameRefusal =
  | "protocol-error"
  | "binary"
  | "not-utf8"
  | "too-big";

const MASK = 0x80;

/** A reader for one connection; after a refusal it takes nothing more. */
export class FrameReader {
  readonly #maxMessageBytes: number;
  readonly #handler: FrameHandler;
  readonly #decoder = new TextDecoder("utf-8", {
    fatal: true,
    ignoreBOM: true,
  });
  /** A frame that has not arrived whole. */
  readonly #unread = new ByteStore();
  /** Bytes of that frame that must be there before it is worth looking again. */
  #wanted = 0;
  /** Payload of the fragments of a message so far. */
  readonly #fragments = new ByteStore();
  #isFragmented = false;
  #isDone = false;

  /** @param maxMessageBytes Limit of one message over all its fragments. */
  constructor(maxMessageBytes: number, handler: FrameHandler) {
    this.#maxMessageBytes = maxMessageBytes;
    this.#handler = handler;
  }

  /**
   * Takes the next bytes of the stream. The chunk becomes the reader's own: it
   * is unmasked in place.
   *
   * @returns A refusal, after which the connection must be closed, or null.
   */
  push(chunk: Uint8Array): FrameRefusal | null {
    if (this.#isDone) return null;
    let bytes = chunk;
    if (this.#unread.length > 0) {
      this.#unread.append(chunk);
      if (this.#unread.length < this.#wanted) return null;
      bytes = this.#unread.take();
    }
    let at = 0;
    this.#wanted = 2;
    while (!this.#isDone && bytes.length - at >= 2) {
      const next = this.#readFrame(bytes, at);
      if (typeof next === "string") {
        this.#isDone = true;
        return next;
      }
      if (next < 0) break;
      at = next;
    }
    if (at < bytes.length && !this.#isDone) {
      this.#unread.append(bytes.subarray(at));
    }
    return null;
  }

  /** Reads one frame at `at`: where the next begins, -1 for "not yet", or a refusal. */
  #readFrame(bytes: Uint8Array, at: number): number | FrameRefusal {
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    const opcode = first & 0x0f;
    const isFinal = (first & 0x80) !== 0;
    if ((first & 0x70) !== 0 || (second & MASK) === 0) return "protocol-error";
    let length = second & 0x7f;
    let header = 6;
    if (opcode >= OPCODE.close && (length > 125 || !isFinal)) {
      return "protocol-error";
    }
    if (length === 126) {
      header = 8;
      if (bytes.length - at < header) return this.#wait(header);
      length = (byte(bytes, at + 2) << 8) | byte(bytes, at + 3);
      if (length < 126) return "protocol-error";
    } else if (length === 127) {
      header = 14;
      if (bytes.length - at < header) return this.#wait(header);
      if (word(bytes, at + 2) !== 0) return "too-big";
      length = word(bytes, at + 6);
      if (length < 0x10000) return "protocol-error";
    }
    const isData = opcode < OPCODE.close;
    if (isData && this.#fragments.length + length > this.#maxMessageBytes) {
      return "too-big";
    }
    const end = at + header + length;
    if (bytes.length < end) return this.#wait(header + length);
    const payload = bytes.subarray(at + header, end);
    const isAscii = unmask(bytes, at + header, end);
    return this.#take(opcode, isFinal, payload, isAscii) ?? end;
  }

  /** "Not yet": the frame is worth another look at `frameBytes`. */
  #wait(frameBytes: number): number {
    this.#wanted = frameBytes;
    return -1;
  }

  #take(
    opcode: number,
    isFinal: boolean,
    payload: Uint8Array,
    isAscii: boolean,
  ): FrameRefusal | null {
    switch (opcode) {
      case OPCODE.text:
        if (this.#isFragmented) return "protocol-error";
        if (isFinal) return this.#deliver(payload, isAscii);
        this.#isFragmented = true;
        this.#fragments.append(payload);
        return null;
      case OPCODE.continuation:
        if (!this.#isFragmented) return "protocol-error";
        this.#fragments.append(payload);
        if (!isFinal) return null;
        this.#isFragmented = false;
        return this.#deliver(this.#fragments.take(), false);
      case OPCODE.binary:
        return "binary";
      case OPCODE.close:
        return this.#takeClose(payload);
      case OPCODE.ping:
        this.#handler.ping(payload);
        return null;
      case OPCODE.pong:
        this.#handler.pong();
        return null;
      default:
        return "protocol-error";
    }
  }

  #deliver(payload: Uint8Array, isAscii: boolean): FrameRefusal | null {
    let message: string;
    try {
      message = isAscii ? asciiOf(payload) : this.#decoder.decode(payload);
    } catch {
      return "not-utf8";
    }
    this.#handler.text(message, payload.length);
    return null;
  }

  /** RFC 6455 §7.4: which codes may travel in a close frame. */
  #takeClose(payload: Uint8Array): FrameRefusal | null {
    this.#isDone = true;
    if (payload.length === 0) {
      this.#handler.close(1005);
      return null;
    }
    if (payload.length === 1) return "protocol-error";
    const code = (byte(payload, 0) << 8) | byte(payload, 1);
    const isAllowed = (code >= 1000 && code <= 1014 &&
      code !== 1004 && code !== 1005 && code !== 1006) ||
      (code >= 3000 && code <= 4999);
    if (!isAllowed) return "protocol-error";
    try {
      this.#decoder.decode(payload.subarray(2));
    } catch {
      return "not-utf8";
    }
    this.#handler.close(code);
    return null;
  }
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

/** Unsigned 32 bits in network order. */
function word(bytes: Uint8Array, at: number): number {
  return byte(bytes, at) * 0x1000000 +
    ((byte(bytes, at + 1) << 16) | (byte(bytes, at + 2) << 8) |
      byte(bytes, at + 3));
}

function asciiOf({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString("latin1");
}
