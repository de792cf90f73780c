/**
 * Checksum of a file that WebCrypto can compute piece by piece, several times
 * faster than an incremental SHA-256 in a script: each value is the SHA-256 of
 * the previous value and the next block.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";

const HASH_BYTES = 32;
/** Bytes of the file in each step but the last. */
export const HASH_BLOCK_BYTES = 1_048_576;

/** SHA-256 of some bytes. */
export type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/** WebCrypto, or a script outside of secure contexts, where it is missing. */
export function pickDigest(subtle: SubtleCrypto | undefined): Digest {
  return subtle
    ? async (bytes) => new Uint8Array(await subtle.digest("SHA-256", bytes))
    : (bytes) => Promise.resolve(sha256(bytes));
}

/** The checksum of what was added so far. */
export class ChainedHash {
  readonly #digest: Digest;
  /** The previous value, 32 zero bytes at first, then the bytes of a block. */
  readonly #input = new Uint8Array(HASH_BYTES + HASH_BLOCK_BYTES);
  #length = HASH_BYTES;
  #steps = 0;

  constructor(digest: Digest) {
    this.#digest = digest;
  }

  /** Adds bytes; resolves before the next call is allowed. */
  async update(bytes: Uint8Array): Promise<void> {
    for (let position = 0; position < bytes.length;) {
      const room = this.#input.length - this.#length;
      const part = bytes.subarray(position, position + room);
      this.#input.set(part, this.#length);
      this.#length += part.length;
      position += part.length;
      if (this.#length === this.#input.length) await this.#step();
    }
  }

  /** The checksum in hex; nothing is added afterwards. An empty file has one empty block. */
  async finish(): Promise<string> {
    if (this.#length > HASH_BYTES || this.#steps === 0) await this.#step();
    return [...this.#input.subarray(0, HASH_BYTES)]
      .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async #step(): Promise<void> {
    const input = this.#input.subarray(0, this.#length);
    this.#input.set(await this.#digest(input));
    this.#length = HASH_BYTES;
    this.#steps++;
  }
}
