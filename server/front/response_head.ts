/**
 * Reads the head of a response of `Deno.serve` as far as the front needs it:
 * to know where the response ends (RFC 9112 §6.3).
 *
 * @module
 */
import type { Buffer } from "node:buffer";

/** A response head. */
export interface ResponseHead {
  /** Status line and fields for the client, each with its line end. */
  readonly text: string;
  /** Whether there is an Upgrade field, which needs a connection option. */
  readonly hasUpgrade: boolean;
  /** Offset of the first byte of the body. */
  readonly byteLength: number;
  /** Bytes of the body. */
  readonly bodyLength: number;
}

const STATUS_LINE = /^HTTP\/1\.[01] ([2-5]\d\d)(?: |$)/;
const CONNECTION_FIELD = /^(?:connection|keep-alive|transfer-encoding):/i;
const CONTENT_LENGTH = /^content-length: *(\d{1,15})$/i;

/**
 * The head at the start of `bytes`; null when it is incomplete, `"unknown-length"`
 * when the length of the body is unknown.
 *
 * @param method Method of the request: the response to HEAD has no body.
 */
export function parseResponseHead(
  bytes: Buffer,
  method: string,
): ResponseHead | "unknown-length" | null {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [statusLine = "", ...fields] = bytes
    .toString("latin1", 0, end).split("\r\n");
  const [, status = ""] = STATUS_LINE.exec(statusLine) ?? [];
  if (status === "") return "unknown-length";
  const lengths = fields.flatMap((field) =>
    CONTENT_LENGTH.exec(field)?.[1] ?? []
  );
  const hasBody = method !== "HEAD" && status !== "204" && status !== "304";
  if (hasBody && lengths.length !== 1) return "unknown-length";
  const kept = fields.filter((field) => !CONNECTION_FIELD.test(field));
  return {
    text: [statusLine, ...kept].map((line) => `${line}\r\n`).join(""),
    hasUpgrade: kept.some((field) => /^upgrade:/i.test(field)),
    byteLength: end + 4,
    bodyLength: hasBody ? Number(lengths[0]) : 0,
  };
}
