/**
 * What the front does with one stream: read the head of its first request,
 * and join it to `Deno.serve`.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import net from "node:net";
import {
  hasCompleteHead,
  MAX_HEAD_BYTES,
  parseRequestHead,
  type RequestHead,
} from "./request_head.ts";

/** The first request of a stream, with all bytes that came so far. */
export interface FirstRequest {
  readonly head: RequestHead;
  readonly bytes: Uint8Array;
}

/** Status line of a stream whose first request cannot be read. */
export type HeadRefusal =
  | "400 Bad Request"
  | "408 Request Timeout"
  | "431 Request Header Fields Too Large";

/** STUN and TURN messages begin so, and no HTTP request does (RFC 7983 §7). */
function isStun(firstByte: number): boolean {
  return firstByte <= 3;
}

/**
 * Reads up to the end of the first head; the stream is paused afterwards. A
 * stream that turns out to be STUN is as if nothing had been read.
 */
export function readFirstRequest(
  stream: net.Socket,
  done: (result: FirstRequest | HeadRefusal | "stun") => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const onData = (chunk: Buffer) => {
    if (length === 0 && isStun(chunk[0] ?? 0)) {
      stream.off("data", onData);
      stream.pause();
      stream.unshift(chunk);
      return done("stun");
    }
    chunks.push(chunk);
    const from = length;
    length += chunk.length;
    const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks, length);
    if (chunks.length > 1) chunks.splice(0, chunks.length, bytes);
    const isWhole = hasCompleteHead(bytes, from);
    if (!isWhole && length <= MAX_HEAD_BYTES) return;
    stream.off("data", onData);
    stream.pause();
    if (!isWhole) return done("431 Request Header Fields Too Large");
    const head = parseRequestHead(bytes);
    done(head === null ? "400 Bad Request" : { head, bytes });
  };
  stream.on("data", onData);
}

/** How a client of HTTP/2 begins (RFC 9113 §3.4). */
const HTTP2_PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/**
 * Reads up to the end of the preface; the stream is paused afterwards.
 *
 * A client that said HTTP/2 in its TLS handshake and speaks HTTP/1.1 would
 * otherwise get by the limits of a head.
 *
 * @param done Gets all bytes that came so far, or null when it is not HTTP/2.
 */
export function readHttp2Preface(
  stream: net.Socket,
  done: (bytes: Uint8Array | null) => void,
): void {
  let bytes = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    const length = Math.min(bytes.length, HTTP2_PREFACE.length);
    const isSame = HTTP2_PREFACE.compare(bytes, 0, length, 0, length) === 0;
    if (isSame && length < HTTP2_PREFACE.length) return;
    stream.off("data", onData);
    stream.pause();
    done(isSame ? bytes : null);
  };
  stream.on("data", onData);
}

/**
 * The bytes of a first request, made to be the last one of its connection:
 * the front sees no second one. `Deno.serve` keeps a connection open that its
 * own response closes, and ends it when the request says so.
 */
export function withConnectionClose({ head, bytes }: FirstRequest): Uint8Array {
  const end = head.byteLength - 2;
  return Buffer.concat([
    bytes.subarray(0, end),
    Buffer.from("Connection: close\r\n"),
    bytes.subarray(end),
  ]);
}

/** Where a stream goes, and who wants to know of it. */
export interface UpstreamProxyOptions {
  /** Loopback port of `Deno.serve`. */
  readonly port: number;
  /** Bytes that were already read. */
  readonly bytes: Uint8Array;
  /** The port that `Deno.serve` will see; called before it sees a request. */
  readonly onConnect: (localPort: number) => void;
  /** Bytes went either way. */
  readonly onData: () => void;
  readonly onClose: (localPort: number) => void;
}

/** Joins the stream to `Deno.serve`; both end together. */
export function proxyToUpstream(
  stream: net.Socket,
  passage: UpstreamProxyOptions,
): void {
  const upstream = net.connect({
    port: passage.port,
    host: "127.0.0.1",
    noDelay: true,
  });
  upstream.on("error", () => upstream.destroy());
  upstream.once("close", () => stream.end());
  stream.once("close", () => upstream.destroy());
  upstream.once("connect", () => {
    const { localPort = 0 } = upstream;
    passage.onConnect(localPort);
    upstream.once("close", () => passage.onClose(localPort));
    if (passage.bytes.length > 0) upstream.write(passage.bytes);
    stream.on("data", passage.onData);
    upstream.on("data", passage.onData);
    stream.pipe(upstream);
    upstream.pipe(stream);
  });
}
