/**
 * A large file of random bytes on disk with its hash, and the hash of the file
 * that a browser saved.
 *
 * @module
 */
import { createHash } from "node:crypto";

const BLOCK_BYTES = 1_048_576;
const RANDOM_BYTES = 65_536;

/** Writes `size` bytes to `path`, in blocks that all differ; returns their SHA-256 in hex. */
export async function writeLargeFile(
  path: string,
  size: number,
): Promise<string> {
  using file = await Deno.open(path, { write: true, create: true });
  const hash = createHash("sha256");
  const block = new Uint8Array(BLOCK_BYTES);
  for (let written = 0; written < size;) {
    crypto.getRandomValues(block.subarray(0, RANDOM_BYTES));
    const bytes = block.subarray(0, Math.min(BLOCK_BYTES, size - written));
    hash.update(bytes);
    for (let position = 0; position < bytes.length;) {
      position += await file.write(bytes.subarray(position));
    }
    written += bytes.length;
  }
  return hash.digest("hex");
}

/** SHA-256 in hex of the first file of `size` bytes below `folder`, or null. */
export async function hashFileOfSize(
  folder: string,
  size: number,
): Promise<string | null> {
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) {
      const found = await hashFileOfSize(path, size);
      if (found) return found;
    } else if (isFile && (await Deno.stat(path)).size === size) {
      const hash = createHash("sha256");
      using file = await Deno.open(path);
      for await (const bytes of file.readable) hash.update(bytes);
      return hash.digest("hex");
    }
  }
  return null;
}
