/**
 * Allocates short-lived byte arrays as pieces of a larger buffer, since a
 * buffer of its own costs more than filling it.
 *
 * @module
 */

const SLAB_BYTES = 64 * 1024;

/** An allocator; a buffer is collected with the last of its pieces. */
export class Slab {
  #bytes = new Uint8Array(0);
  #used = 0;

  /** Returns `size` bytes of undefined content. */
  allocate(size: number): Uint8Array {
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
