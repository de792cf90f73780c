/**
 * A file to send, for all its receivers.
 *
 * @module
 */
import { cleanFileName } from "./file_name.ts";
import type { SourceFile, SourceReader } from "./file_platform.ts";

/** Checksum of no bytes: SHA-256 of 32 zero bytes. */
const EMPTY_SHA256 =
  "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925";

/** One file and its hash, once that is known. */
export class FileSource {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly #reader: SourceReader;
  #sha256: string | null;

  constructor(id: number, file: SourceFile, reader: SourceReader) {
    this.id = id;
    this.name = cleanFileName(file.name);
    this.size = file.size;
    this.#reader = reader;
    this.#sha256 = file.size === 0 ? EMPTY_SHA256 : null;
  }

  /** Checksum of the whole file in hex, or null before all of it was read. */
  get sha256(): string | null {
    return this.#sha256;
  }

  /** Bytes from `start` to `end`; rejects when the file has changed. */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const { bytes, sha256 } = await this.#reader.read(start, end);
    this.#sha256 ??= sha256;
    return bytes;
  }

  /** All transfers of it are over. */
  close(): void {
    this.#reader.close();
  }
}
