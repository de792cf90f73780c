/**
 * Reads the head of an HTTP/1.1 request (RFC 9112 §2-5) as far as the front
 * needs it to tell a WebSocket from the rest. The rest is passed on unread.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/** A request line and its fields; names in lower case, repeated values joined. */
export interface RequestHead {
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Where the head ends and the rest of the stream begins. */
  readonly byteLength: number;
}

/** Largest head that is read, in bytes. */
export const MAX_HEAD_BYTES = 16 * 1024;
const MAX_HEADER_FIELDS = 100;
const HEAD_END = Buffer.from("\r\n\r\n");
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible ASCII only: anything else is not a request target. */
const REQUEST_TARGET = /^[\x21-\x7e]+$/;
/** No control character but the tab (RFC 9110 §5.5): a bare line feed is one. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** True once `bytes` hold a whole head; `from` is where to look again. */
export function hasCompleteHead(bytes: Buffer, from: number): boolean {
  return bytes.indexOf(HEAD_END, Math.max(0, from - HEAD_END.length)) >= 0;
}

/** The head at the start of `bytes`, or null when it is not HTTP/1.1. */
export function parseRequestHead(bytes: Buffer): RequestHead | null {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0 || end > MAX_HEAD_BYTES) return null;
  const [requestLine = "", ...fields] = bytes
    .toString("latin1", 0, end).split("\r\n");
  const [method = "", target = "", version = "", ...more] = requestLine
    .split(" ");
  if (more.length > 0 || version !== "HTTP/1.1" || !TOKEN.test(method)) {
    return null;
  }
  if (!REQUEST_TARGET.test(target) || fields.length > MAX_HEADER_FIELDS) {
    return null;
  }
  const headers = new Map<string, string>();
  for (const field of fields) {
    const colon = field.indexOf(":");
    const name = field.slice(0, Math.max(colon, 0)).toLowerCase();
    const value = field.slice(colon + 1).trim();
    if (!TOKEN.test(name) || !FIELD_VALUE.test(value)) return null;
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return { method, target, headers, byteLength: end + HEAD_END.length };
}
