/**
 * Strict reader of HTTP/1.0 and HTTP/1.1 request heads (RFC 9112 §2 to §6).
 * The upstream server gets only what was understood here.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/** Header fields: names in lower case, repeated values joined by a comma. */
export type HeaderFields = ReadonlyMap<string, string>;

/** A request line and its fields. */
export interface RequestHead {
  /** Method, case-sensitive. */
  readonly method: string;
  /** Path and query as received. */
  readonly target: string;
  /** Version of the request line. */
  readonly version: "HTTP/1.0" | "HTTP/1.1";
  /** Header fields. */
  readonly headers: HeaderFields;
  /** Offset of the first byte after the head. */
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

/**
 * Length of the head at the start of `bytes` without the empty line that ends
 * it; -1 when it is incomplete. The first `searched` bytes hold no end.
 */
export function findHeadEnd(bytes: Buffer, searched: number): number {
  return bytes.indexOf(HEAD_END, Math.max(0, searched - HEAD_END.length));
}

/** The head at the start of `bytes`; null when it breaks RFC 9112. */
export function parseRequestHead(bytes: Buffer): RequestHead | null {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0 || end > MAX_HEAD_BYTES) return null;
  const [requestLine = "", ...fields] = bytes
    .toString("latin1", 0, end).split("\r\n");
  const [method = "", target = "", version = "", ...more] = requestLine
    .split(" ");
  if (version !== "HTTP/1.0" && version !== "HTTP/1.1") return null;
  if (more.length > 0 || !TOKEN.test(method)) return null;
  if (!REQUEST_TARGET.test(target) || fields.length > MAX_HEADER_FIELDS) {
    return null;
  }
  const headers = parseFields(fields);
  if (headers === null) return null;
  const byteLength = end + HEAD_END.length;
  const head: RequestHead = { method, target, version, headers, byteLength };
  return hasOneHost(fields, version) && hasValidFraming(head) ? head : null;
}

/** Whether the head at the start of `bytes` has no Host field at all. */
export function lacksHost(bytes: Buffer): boolean {
  const end = bytes.indexOf(HEAD_END);
  return !/^host[ \t]*:/im.test(bytes.toString("latin1", 0, end));
}

/** Whether a body follows the head (RFC 9112 §6.3). */
export function hasRequestBody({ headers }: RequestHead): boolean {
  return headers.has("transfer-encoding") ||
    (headers.get("content-length") ?? "0") !== "0";
}

/** Largest body that is read, in bytes. */
export const MAX_BODY_BYTES = 16 * 1024;

/** Length of a body that can be read; null for an unknown or too large one. */
export function bodyLengthOf({ headers }: RequestHead): number | null {
  const length = Number(headers.get("content-length") ?? NaN);
  return length <= MAX_BODY_BYTES ? length : null;
}

/** Whether the client expects to send another request (RFC 9112 §9.3). */
export function isPersistent({ version, headers }: RequestHead): boolean {
  const options = (headers.get("connection") ?? "").toLowerCase().split(",");
  return version === "HTTP/1.1" &&
    !options.some((option) => option.trim() === "close");
}

function parseFields(fields: readonly string[]): Map<string, string> | null {
  const headers = new Map<string, string>();
  for (const field of fields) {
    const name = fieldNameOf(field);
    const value = field.slice(field.indexOf(":") + 1).trim();
    if (!TOKEN.test(name) || !FIELD_VALUE.test(value)) return null;
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

function fieldNameOf(field: string): string {
  return field.slice(0, Math.max(field.indexOf(":"), 0)).toLowerCase();
}

/** RFC 9112 §3.2: exactly one Host; HTTP/1.0 may have none. */
function hasOneHost(fields: readonly string[], version: string): boolean {
  const count = fields.filter((field) => fieldNameOf(field) === "host").length;
  return count === 1 || (count === 0 && version === "HTTP/1.0");
}

/**
 * A body has one length, and GET and HEAD have none: a server that ignored
 * such a body would read it as the next request.
 */
function hasValidFraming(head: RequestHead): boolean {
  const { method, version, headers } = head;
  const length = headers.get("content-length");
  if (length !== undefined && !/^\d{1,15}$/.test(length)) return false;
  if (headers.has("transfer-encoding")) {
    if (length !== undefined || version === "HTTP/1.0") return false;
  }
  return (method !== "GET" && method !== "HEAD") || !hasRequestBody(head);
}
