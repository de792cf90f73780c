/**
 * Binary message of the `files` channel: id of the file (32 bits) and offset of
 * the chunk (64 bits), both big-endian, then the bytes.
 *
 * @module
 */
import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  MAX_FILE_BYTES,
} from "./file_limits.ts";

/** A chunk of a file. */
export interface FileChunk {
  /** Id of the file. */
  readonly id: number;
  /** Position in the file, in bytes. */
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Encodes a chunk; `bytes` is copied. */
export function encodeChunk({ id, offset, bytes }: FileChunk): ArrayBuffer {
  const message = new ArrayBuffer(CHUNK_HEADER_BYTES + bytes.length);
  const header = new DataView(message);
  header.setUint32(0, id);
  header.setBigUint64(4, BigInt(offset));
  new Uint8Array(message, CHUNK_HEADER_BYTES).set(bytes);
  return message;
}

/** Decodes a chunk without copying, or null when the message is malformed. */
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
