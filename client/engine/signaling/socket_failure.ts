/**
 * Why a WebSocket did not open, as the server tells over HTTP: the browser
 * hides it from the page.
 *
 * @module
 */
import { asRecord } from "../json.ts";

/** A failure that the server knows the reason of. */
export interface SocketFailure {
  /** Error code, such as `proxy-port`. */
  readonly code: string;
  /** Sentence of the server in the language of the page. */
  readonly message: string;
  /** True when another attempt would fail too, until the operator acts. */
  readonly isFinal: boolean;
}

/** Reads an error response; null when it is not one of this server. */
export function readSocketFailure(
  status: number,
  body: unknown,
): SocketFailure | null {
  const error = asRecord(asRecord(body)?.error);
  if (typeof error?.code !== "string") return null;
  const { code, message } = error;
  if (typeof message !== "string" || message === "") return null;
  const isFinal = status === 403 || code.startsWith("proxy-");
  return { code, message: `${message}.`, isFinal };
}
