/**
 * A file to send: read in blocks, never whole, and hashed once for all
 * receivers.
 *
 * @module
 */
import { ChainedHash, type Digest } from "./chained_hash.ts";
import type { ReadBlock } from "./file_requests.ts";

/** The hash of what has been read so far. */
export class HashedSource {
  readonly #content: Pick<Blob, "slice" | "size">;
  readonly #hash: ChainedHash;
  #hashedBytes = 0;
  /** The steps of the hash, one after the other also for several readers. */
  #hashing: Promise<void> = Promise.resolve();
  #checksum: Promise<string> | null = null;

  constructor(content: Pick<Blob, "slice" | "size">, digest: Digest) {
    this.#content = content;
    this.#hash = new ChainedHash(digest);
  }

  /**
   * Bytes from `start` to `end`; rejects when the file has changed. No reader
   * begins beyond what has been read, or the hash would have a gap.
   */
  async read(start: number, end: number): Promise<ReadBlock> {
    if (start > this.#hashedBytes) throw new RangeError("Bytes were left out");
    const buffer = await this.#content.slice(start, end).arrayBuffer();
    if (buffer.byteLength !== end - start) {
      throw new RangeError("The file has become shorter");
    }
    const bytes = new Uint8Array(buffer);
    if (start <= this.#hashedBytes && end >= this.#hashedBytes) {
      const added = bytes.subarray(this.#hashedBytes - start);
      this.#hashedBytes = end;
      this.#hashing = this.#hashing.then(() => this.#hash.update(added));
    }
    await this.#hashing;
    const isWhole = this.#hashedBytes === this.#content.size;
    if (isWhole) this.#checksum ??= this.#hash.finish();
    return { bytes, sha256: await this.#checksum };
  }
}
