/**
 * What a tick owes is often the same for many sockets: then its bytes are made
 * once.
 *
 * @module
 */
import {
  encodeBatchFrame,
  encodeSeparateFrames,
  type OutgoingMessage,
} from "../message/outgoing_message.ts";
import type { Slab } from "./websocket/slab.ts";

/** Lets sockets that are owed the same messages at the same tick share bytes. */
export class FrameCache {
  readonly #slab: Slab;
  #messages: readonly OutgoingMessage[] = [];
  #isBatched = false;
  #encoded: Uint8Array = new Uint8Array(0);

  constructor(slab: Slab) {
    this.#slab = slab;
  }

  /** The bytes that carry `messages`: one frame, or one each. */
  encodeMessages(
    messages: readonly OutgoingMessage[],
    isJoined: boolean,
  ): Uint8Array {
    const mayJoin = isJoined && messages.length > 1;
    if (
      mayJoin === this.#isBatched && hasSameMessages(messages, this.#messages)
    ) {
      return this.#encoded;
    }
    this.#messages = messages;
    this.#isBatched = mayJoin;
    return this.#encoded = mayJoin
      ? encodeBatchFrame(messages, this.#slab)
      : encodeSeparateFrames(messages, this.#slab);
  }
}

function hasSameMessages(
  a: readonly OutgoingMessage[],
  b: readonly OutgoingMessage[],
): boolean {
  return a.length === b.length && a.every((message, i) => message === b[i]);
}
