/**
 * Reads the frames of a WebSocket client (RFC 6455 §5) with the receiver of
 * npm `ws`. It adds the check of UTF-8, fragment by fragment, and refuses a
 * length that is not in its shortest form.
 *
 * @module
 */
import { Buffer, isAscii, isUtf8 } from "node:buffer";
import { Receiver, type WriteCallback } from "ws";
import { MAX_FRAGMENTS } from "./socket_limits.ts";
import { unmaskWords } from "./unmask.ts";

/** Takes what the client sent. */
export interface FrameHandler {
  /** A whole text message, fragments joined, with its size in UTF-8. */
  text(message: string, bytes: number): void;
  /** A ping, to be answered by a pong with the same payload. */
  ping(payload: Uint8Array): void;
  /** The client's close frame; `code` is 1005 when it has none. */
  close(code: number): void;
}

/** Why a stream is refused; each has a close code of RFC 6455 §7.4.1. */
export type FrameRefusal =
  | "protocol-error"
  | "binary"
  | "not-utf8"
  | "too-big";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Error codes of `ws`; all others are protocol errors. */
const REFUSALS: Readonly<Record<string, FrameRefusal>> = {
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: "too-big",
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: "too-big",
  WS_ERR_TOO_MANY_BUFFERED_PARTS: "too-big",
};

const TEXT = 1;
/** States of {@linkcode Receiver} while it reads an extended length. */
const READING_LENGTH_16 = 1;
const READING_LENGTH_64 = 2;
/** State of {@linkcode Receiver} while it reads a payload. */
const READING_PAYLOAD = 4;
/** A mask with which `ws` leaves a payload as it is. */
const NO_MASK = Buffer.alloc(4);

/** A reader for one connection; after a refusal it reads nothing more. */
export class FrameReader extends Receiver {
  #refusal: FrameRefusal | null = null;
  /** Decodes the fragments of an unfinished text message. */
  #fragmentDecoder: TextDecoder | null = null;
  #decodedFragments = 0;

  /**
   * Creates the reader of a new connection.
   *
   * @param maxMessageBytes Limit of one message over all its fragments.
   */
  constructor(maxMessageBytes: number, handler: FrameHandler) {
    super({
      isServer: true,
      maxPayload: maxMessageBytes,
      maxFragments: MAX_FRAGMENTS,
      maxBufferedChunks: MAX_FRAGMENTS,
      // Checked here: decoding a text checks it too.
      skipUTF8Validation: true,
    });
    this.on("message", (data, isBinary) => {
      const text = isBinary ? null : decodeUtf8(data);
      if (text === null) this.#refusal ??= isBinary ? "binary" : "not-utf8";
      else if (this.#refusal === null) handler.text(text, data.length);
    });
    this.on("ping", (payload) => {
      if (this.#refusal === null) handler.ping(payload);
    });
    this.on("conclude", (code, reason) => {
      if (!isUtf8(reason)) this.#refusal ??= "not-utf8";
      if (this.#refusal === null) handler.close(code);
    });
  }

  /**
   * Takes the next bytes of the stream and unmasks them in place.
   *
   * Calls `_write()`, since `write()` costs another turn of the event loop.
   *
   * @returns A refusal, after which the connection must be closed, or null.
   */
  push(chunk: Uint8Array): FrameRefusal | null {
    if (this.#refusal !== null) return null;
    const { buffer, byteOffset, length } = chunk;
    this._write(
      chunk instanceof Buffer ? chunk : Buffer.from(buffer, byteOffset, length),
      "binary",
      this.#onWritten,
    );
    return this.#refusal;
  }

  readonly #onWritten: WriteCallback = (error) => {
    if (!error) return;
    const code = "code" in error ? String(error.code) : "";
    this.#refusal ??= REFUSALS[code] ?? "protocol-error";
  };

  /** RFC 6455 §5.2: a length has the fewest bytes that fit. */
  protected override haveLength(callback: WriteCallback): void {
    const length = this._payloadLength;
    if (
      (this._state === READING_LENGTH_16 && length < 126) ||
      (this._state === READING_LENGTH_64 && length < 0x10000)
    ) {
      const code = "WS_ERR_INVALID_PAYLOAD_LENGTH";
      callback(this.createError(Error, "length too long", true, 1002, code));
    } else {
      super.haveLength(callback);
    }
  }

  /** Unmasks a payload by words: `ws` goes byte by byte. */
  protected override consume(size: number): Buffer {
    const data = super.consume(size);
    if (this._state === READING_PAYLOAD && this._masked) {
      unmaskWords(data, this._mask);
      this._mask = NO_MASK;
    }
    return data;
  }

  /** RFC 6455 §8.1: fails at the first fragment that is not UTF-8. */
  protected override dataMessage(callback: WriteCallback): void {
    if (this._opcode !== TEXT || this.#isValidSoFar()) {
      super.dataMessage(callback);
    } else {
      this.#refusal ??= "not-utf8";
      callback(this.createError(Error, "not UTF-8", true, 1007, "NOT_UTF8"));
    }
  }

  /** Leaves the check of a whole message to its decoding. */
  #isValidSoFar(): boolean {
    if (this._fin) {
      this.#fragmentDecoder = null;
      this.#decodedFragments = 0;
      return true;
    }
    this.#fragmentDecoder ??= new TextDecoder("utf-8", { fatal: true });
    try {
      for (const fragment of this._fragments.slice(this.#decodedFragments)) {
        this.#fragmentDecoder.decode(fragment, { stream: true });
      }
    } catch {
      return false;
    }
    this.#decodedFragments = this._fragments.length;
    return true;
  }
}

/** Decodes a text, or returns null. Latin-1 is much faster than UTF-8 in Deno. */
function decodeUtf8(data: Buffer): string | null {
  if (isAscii(data)) return data.toString("latin1");
  try {
    return decoder.decode(data);
  } catch {
    return null;
  }
}
