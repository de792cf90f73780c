/**
 * What a tick owes is often the same for many sockets: then its bytes are made
 * once.
 *
 * @module
 */
import {
  joinedFrame,
  type Outgoing,
  separateFrames,
} from "../message/outgoing_message.ts";
import type { Slab } from "./websocket/slab.ts";

/** Lets sockets that are owed the same messages at the same tick share bytes. */
export class FlushShare {
  readonly #slab: Slab;
  #messages: readonly Outgoing[] = [];
  #isJoined = false;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(slab: Slab) {
    this.#slab = slab;
  }

  /** The bytes that carry `messages`: one frame, or one each. */
  bytesOf(messages: readonly Outgoing[], isJoined: boolean): Uint8Array {
    const mayJoin = isJoined && messages.length > 1;
    if (mayJoin === this.#isJoined && isSame(messages, this.#messages)) {
      return this.#bytes;
    }
    this.#messages = messages;
    this.#isJoined = mayJoin;
    return this.#bytes = mayJoin
      ? joinedFrame(messages, this.#slab)
      : separateFrames(messages, this.#slab);
  }
}

function isSame(a: readonly Outgoing[], b: readonly Outgoing[]): boolean {
  return a.length === b.length && a.every((message, i) => message === b[i]);
}
