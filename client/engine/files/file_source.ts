/**
 * A file to send: read in blocks, never whole, and hashed once for all
 * receivers.
 *
 * @module
 */
import { cleanFileName } from "./file_name.ts";
import { digestHex, type Hash, type SourceFile } from "./file_platform.ts";

/** One file and the hash of what has been read so far. */
export class FileSource {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly #file: SourceFile;
  readonly #hash: Hash;
  #hashedBytes = 0;
  #sha256: string | null = null;

  constructor(id: number, file: SourceFile, hash: Hash) {
    this.id = id;
    this.name = cleanFileName(file.name);
    this.size = file.size;
    this.#file = file;
    this.#hash = hash;
  }

  /**
   * Bytes from `start` to `end`; rejects when the file has changed. No reader
   * begins beyond what has been read, so the hash has no gaps.
   */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const buffer = await this.#file.slice(start, end).arrayBuffer();
    if (buffer.byteLength !== end - start) {
      throw new RangeError("The file has become shorter");
    }
    const bytes = new Uint8Array(buffer);
    if (start <= this.#hashedBytes && end > this.#hashedBytes) {
      this.#hash.update(bytes.subarray(this.#hashedBytes - start));
      this.#hashedBytes = end;
    }
    return bytes;
  }

  /** SHA-256 of the whole file in hex, or null before all of it was read. */
  sha256(): string | null {
    if (this.#hashedBytes < this.size) return null;
    return this.#sha256 ??= digestHex(this.#hash);
  }
}
