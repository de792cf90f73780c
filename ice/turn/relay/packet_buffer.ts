/**
 * Layout of the buffers that packets are received into and relayed from: the
 * header for the other side is written in front of the payload, without a copy.
 *
 * @module
 */

/** Bytes free in front of a payload: room for the longest header. */
export const HEADROOM = 64;

/** Bytes free behind a payload: room for padding. */
export const TAILROOM = 4;

/** A message or payload on its way. Reused, since the hot path creates no object. */
export class Packet {
  /** Buffer with `HEADROOM` in front of `start` and `TAILROOM` behind `end`. */
  bytes: Uint8Array = new Uint8Array();
  /** Offset of the first byte. */
  start = 0;
  /** Offset behind the last byte. */
  end = 0;
  /** Time of arrival, in milliseconds of the monotonic clock. */
  nowMs = 0;

  /** Takes the place of the packet before it. */
  set(bytes: Uint8Array, start: number, end: number, nowMs: number): this {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.nowMs = nowMs;
    return this;
  }
}

/** Largest payload of a UDP datagram over IPv4. */
export const MAX_DATAGRAM_BYTES = 65_507;
