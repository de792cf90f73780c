/**
 * Data channels between two members. Both sides create them with the same
 * number (`negotiated`), so that none is announced in band.
 *
 * @module
 */

/** Number of each data channel (RFC 8831 §6.5). */
export const DATA_CHANNEL_IDS = { chat: 0, files: 1 } as const;

/** Label of a data channel. */
export type DataChannelName = keyof typeof DATA_CHANNEL_IDS;

/** All labels, in the order of their numbers. */
export const DATA_CHANNEL_NAMES: readonly DataChannelName[] = [
  "chat",
  "files",
];

/** The part of `RTCDataChannel` that is used. */
export type DataChannel = Pick<
  RTCDataChannel,
  | "readyState"
  | "send"
  | "onopen"
  | "onmessage"
  | "onclose"
  | "binaryType"
  | "bufferedAmount"
  | "bufferedAmountLowThreshold"
  | "onbufferedamountlow"
>;
