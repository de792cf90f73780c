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

/** Largest payload of a UDP datagram over IPv4. */
export const MAX_DATAGRAM_BYTES = 65_507;
