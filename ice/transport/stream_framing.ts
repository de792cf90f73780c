/**
 * Splits a byte stream into STUN messages and ChannelData (RFC 8656 §12.5,
 * RFC 8489 §6.2.2), regardless of how it is fragmented.
 *
 * @module
 */
import { hasMagicCookie, readUint16 } from "../stun/byte_order.ts";
import { STUN_HEADER_BYTES } from "../stun/iana_registry.ts";
import { HEADROOM, TAILROOM } from "../turn/relay/packet_buffer.ts";

/** Takes one message at `bytes[start, end)`, valid during the call. */
export type MessageReceiver = (
  bytes: Uint8Array,
  start: number,
  end: number,
) => void;

const INITIAL_BUFFER_BYTES = 2048;
const MAX_IDLE_BUFFER_BYTES = 16_384;

/** Framing of one direction of one stream. */
export class StreamFramer {
  #bytes = new Uint8Array(0);
  #start = HEADROOM;
  #end = HEADROOM;
  /** Whether a complete message has arrived. */
  #hasSeenMessage = false;

  /** Bytes of an incomplete message. */
  get pendingBytes(): number {
    return this.#end - this.#start;
  }

  /**
   * Takes the next bytes and calls the receiver for each message that is now
   * complete. False when the stream is not TURN and must be closed.
   */
  push(chunk: Uint8Array, receive: MessageReceiver): boolean {
    this.#append(chunk);
    for (;;) {
      const length = frameLength(this.#bytes, this.#start, this.#end);
      if (length === "garbage") return false;
      // HTTP starts with the bits of ChannelData, but TURN starts with a request.
      if (!this.#hasSeenMessage && (this.#bytes[this.#start] ?? 0) >= 0x40) {
        return this.pendingBytes === 0;
      }
      if (length === "partial" || this.pendingBytes < length) break;
      this.#hasSeenMessage = true;
      const at = this.#start;
      this.#start += length;
      receive(this.#bytes, at, this.#start);
    }
    if (this.#start === this.#end) this.#reset();
    return true;
  }

  #append(chunk: Uint8Array): void {
    const pending = this.pendingBytes;
    const needed = HEADROOM + pending + chunk.length + TAILROOM;
    if (this.#end + chunk.length + TAILROOM > this.#bytes.length) {
      const bytes = needed > this.#bytes.length
        ? new Uint8Array(Math.max(INITIAL_BUFFER_BYTES, needed))
        : this.#bytes;
      bytes.set(this.#bytes.subarray(this.#start, this.#end), HEADROOM);
      this.#bytes = bytes;
      this.#start = HEADROOM;
      this.#end = HEADROOM + pending;
    }
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  #reset(): void {
    this.#start = HEADROOM;
    this.#end = HEADROOM;
    if (this.#bytes.length > MAX_IDLE_BUFFER_BYTES) {
      this.#bytes = new Uint8Array(0);
    }
  }
}

/** Length of the message at `start`, including padding. */
function frameLength(
  bytes: Uint8Array,
  start: number,
  end: number,
): number | "partial" | "garbage" {
  if (end === start) return "partial";
  const first = bytes[start] ?? 0;
  if (first >= 0x80) return "garbage";
  if (end - start < 4) return "partial";
  const length = readUint16(bytes, start + 2);
  if (first >= 0x40) return 4 + ((length + 3) & ~3);
  if (length & 3) return "garbage";
  const isStun = end - start < 8 || hasMagicCookie(bytes, start);
  return isStun ? STUN_HEADER_BYTES + length : "garbage";
}
