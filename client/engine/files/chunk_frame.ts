/**
 * A piece of a file as it goes over the `files` channel: the file's number
 * (32 bits), the place of the piece in the file (64 bits), both with the
 * highest byte first, and the bytes.
 *
 * @module
 */
import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  MAX_FILE_BYTES,
} from "./file_limits.ts";

/** A piece of a file. */
export interface FileChunk {
  /** Number of the file. */
  readonly id: number;
  /** Where in the file it begins. */
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The message that carries a piece; `bytes` is copied. */
export function encodeChunk({ id, offset, bytes }: FileChunk): ArrayBuffer {
  const message = new ArrayBuffer(CHUNK_HEADER_BYTES + bytes.length);
  const header = new DataView(message);
  header.setUint32(0, id);
  header.setBigUint64(4, BigInt(offset));
  new Uint8Array(message, CHUNK_HEADER_BYTES).set(bytes);
  return message;
}

/** The piece in a message, without copying, or null when there is none. */
export function decodeChunk(message: ArrayBuffer): FileChunk | null {
  const length = message.byteLength - CHUNK_HEADER_BYTES;
  if (length < 1 || length > CHUNK_BYTES) return null;
  const header = new DataView(message);
  const offset = header.getBigUint64(4);
  if (offset > BigInt(MAX_FILE_BYTES)) return null;
  return {
    id: header.getUint32(0),
    offset: Number(offset),
    bytes: new Uint8Array(message, CHUNK_HEADER_BYTES),
  };
}
