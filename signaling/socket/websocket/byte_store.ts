/**
 * A buffer that grows by doubling: bytes come in pieces of any size and are
 * copied once, so a message in a million one-byte pieces costs what it weighs.
 *
 * @module
 */

const NOTHING = new Uint8Array(0);

/** Bytes gathered until they are taken. */
export class ByteStore {
  #bytes = NOTHING;
  #length = 0;

  /** How many bytes are held. */
  get length(): number {
    return this.#length;
  }

  append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(
        Math.max(length, 2 * this.#bytes.length, 64),
      );
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = length;
  }

  /** All bytes held; the store is empty afterwards and keeps no memory. */
  take(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#length);
    this.#bytes = NOTHING;
    this.#length = 0;
    return bytes;
  }
}
