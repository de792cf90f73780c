/**
 * Memory for frames that are written and forgotten: pieces of a larger buffer,
 * since a buffer of its own for each costs more than filling it.
 *
 * @module
 */

const SLAB_BYTES = 64 * 1024;

/** Hands out pieces; a slab is freed when the last of its pieces is. */
export class Slab {
  #bytes = new Uint8Array(0);
  #used = 0;

  /** `size` bytes of unknown content. */
  take(size: number): Uint8Array {
    if (size > SLAB_BYTES / 4) return new Uint8Array(size);
    if (this.#used + size > this.#bytes.length) {
      this.#bytes = new Uint8Array(SLAB_BYTES);
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += size;
    return this.#bytes.subarray(start, this.#used);
  }
}
