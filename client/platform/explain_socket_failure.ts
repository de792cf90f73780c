/**
 * Asks the server over HTTP why a WebSocket failed.
 *
 * @module
 */
import { parseJson } from "../engine/json.ts";
import {
  readSocketFailure,
  type SocketFailure,
} from "../engine/signaling/socket_failure.ts";

const TIMEOUT_MS = 8_000;

/**
 * The failure of the attempt at `socketUrl`, in a language; null when the
 * server is away.
 *
 * @param socketUrl With `https` or `http`.
 */
export async function explainSocketFailure(
  socketUrl: URL,
  language: string,
): Promise<SocketFailure | null> {
  const url = new URL(socketUrl);
  url.search = `?attempt=${url.searchParams.get("attempt")}`;
  try {
    const response = await fetch(url, {
      cache: "no-store",
      headers: { accept: "application/json", "accept-language": language },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return readSocketFailure(response.status, parseJson(await response.text()));
  } catch {
    return null;
  }
}
