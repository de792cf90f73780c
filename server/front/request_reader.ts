/**
 * Reads the requests of one connection, one after the other. Between two
 * requests nothing is read, so what a client pipelines waits in its socket.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type net from "node:net";
import {
  findHeadEnd,
  lacksHost,
  MAX_HEAD_BYTES,
  parseRequestHead,
  type RequestHead,
} from "./request_head.ts";

/** Error code for a head that cannot be read. */
export type HeadRefusal = "bad-request" | "head-too-large" | "host-missing";

/** Result of a read; `"stun"` only at the beginning of a connection. */
export type ReadResult = RequestHead | HeadRefusal | "stun";

/** First bytes of STUN and TURN, never of HTTP (RFC 7983 §7). */
function isStun(firstByte: number): boolean {
  return firstByte <= 3;
}

/** Reads the heads of one stream, which is paused except during a read. */
export class RequestReader {
  readonly #stream: net.Socket;
  #bytes: Buffer = Buffer.alloc(0);
  #hasReadRequest = false;

  /** Creates a reader of a stream of which nothing has been read. */
  constructor(stream: net.Socket) {
    this.#stream = stream;
  }

  /**
   * Reads up to the end of the next head. STUN is left unread in the stream.
   *
   * @param onStart Called at the first byte.
   */
  readNext(onStart: () => void, onResult: (result: ReadResult) => void): void {
    if (this.#bytes.length > 0) {
      onStart();
      const result = this.#parse(0);
      if (result !== null) return onResult(result);
    }
    const onData = (chunk: Buffer): void => {
      const searched = this.#bytes.length;
      if (searched === 0) onStart();
      this.#bytes = searched === 0
        ? chunk
        : Buffer.concat([this.#bytes, chunk]);
      const result = this.#parse(searched);
      if (result === null) return;
      this.#stream.off("data", onData);
      this.#stream.pause();
      if (result === "stun") this.#stream.unshift(this.takeRest());
      onResult(result);
    };
    this.#stream.on("data", onData);
    this.#stream.resume();
  }

  /** Reads the body that follows the last head. */
  readBody(length: number, onBody: (body: Buffer) => void): void {
    const takeBody = (): boolean => {
      if (this.#bytes.length < length) return false;
      const body = this.#bytes.subarray(0, length);
      this.#bytes = this.#bytes.subarray(length);
      onBody(body);
      return true;
    };
    if (takeBody()) return;
    const onData = (chunk: Buffer): void => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      if (this.#bytes.length < length) return;
      this.#stream.off("data", onData);
      this.#stream.pause();
      takeBody();
    };
    this.#stream.on("data", onData);
    this.#stream.resume();
  }

  /** Removes and returns the bytes after the last head. */
  takeRest(): Buffer {
    const rest = this.#bytes;
    this.#bytes = Buffer.alloc(0);
    return rest;
  }

  /** Consumes the head at the start of the bytes; null when it is incomplete. */
  #parse(searched: number): ReadResult | null {
    if (!this.#hasReadRequest && isStun(this.#bytes[0] ?? 0)) return "stun";
    const end = findHeadEnd(this.#bytes, searched);
    if (
      end > MAX_HEAD_BYTES || (end < 0 && this.#bytes.length > MAX_HEAD_BYTES)
    ) {
      return "head-too-large";
    }
    if (end < 0) return null;
    const head = parseRequestHead(this.#bytes);
    if (head === null) {
      return lacksHost(this.#bytes) ? "host-missing" : "bad-request";
    }
    this.#hasReadRequest = true;
    this.#bytes = this.#bytes.subarray(head.byteLength);
    return head;
  }
}
