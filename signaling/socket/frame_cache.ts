/**
 * Encodes a batch once when several sockets are sent the same messages in a
 * tick.
 *
 * @module
 */
import type { OutgoingMessage } from "../message/outgoing_message.ts";
import type { Slab } from "./slab.ts";
import {
  encodeBatchFrame,
  type EncodedTexts,
  encodeSeparateFrames,
} from "./text_frames.ts";

/** Encoded frames of one tick. */
export class FrameCache {
  readonly #slab: Slab;
  readonly #encodedTexts: EncodedTexts = new Map();
  #messages: readonly OutgoingMessage[] = [];
  #isBatch = false;
  #frames: Uint8Array = new Uint8Array(0);

  /** An empty cache that allocates from `slab`. */
  constructor(slab: Slab) {
    this.#slab = slab;
  }

  /**
   * Bytes that carry `messages`.
   *
   * @param acceptsBatches True when the client reads several messages a frame.
   */
  encodeMessages(
    messages: readonly OutgoingMessage[],
    acceptsBatches: boolean,
  ): Uint8Array {
    const isBatch = acceptsBatches && messages.length > 1;
    if (
      isBatch === this.#isBatch && hasSameMessages(messages, this.#messages)
    ) {
      return this.#frames;
    }
    this.#messages = messages;
    this.#isBatch = isBatch;
    const encode = isBatch ? encodeBatchFrame : encodeSeparateFrames;
    return this.#frames = encode(messages, this.#slab, this.#encodedTexts);
  }
}

function hasSameMessages(
  a: readonly OutgoingMessage[],
  b: readonly OutgoingMessage[],
): boolean {
  return a.length === b.length && a.every((message, i) => message === b[i]);
}
