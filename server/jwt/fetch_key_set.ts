/**
 * Fetches the text of a key set with limits of time and size, without following
 * redirects.
 *
 * @module
 */
import { MAX_KEY_SET_BYTES } from "./key_set.ts";

const FETCH_TIMEOUT_MS = 5_000;

/** Fetches the text. @throws {Error} When it does not arrive whole. */
export async function fetchKeySet(url: string): Promise<string> {
  const response = await fetch(url, {
    redirect: "error",
    headers: { accept: "application/jwk-set+json, application/json" },
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`HTTP ${response.status}`);
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAX_KEY_SET_BYTES) throw new Error("It is too large");
    chunks.push(chunk);
  }
  return await new Blob(chunks).text();
}
