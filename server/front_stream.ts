/**
 * What the front does with one stream: read the head of its first request,
 * and join it to `Deno.serve`.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import net from "node:net";
import {
  holdsHead,
  MAX_HEAD_BYTES,
  readHead,
  type RequestHead,
} from "./http_head.ts";

/** The first request of a stream, with all bytes that came so far. */
export interface FirstHead {
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
export function readFirstHead(
  stream: net.Socket,
  done: (result: FirstHead | HeadRefusal | "stun") => void,
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
    const isWhole = holdsHead(bytes, from);
    if (!isWhole && length <= MAX_HEAD_BYTES) return;
    stream.off("data", onData);
    stream.pause();
    if (!isWhole) return done("431 Request Header Fields Too Large");
    const head = readHead(bytes);
    done(head === null ? "400 Bad Request" : { head, bytes });
  };
  stream.on("data", onData);
}

/** Where a stream goes, and who wants to know of it. */
export interface Passage {
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
export function passToUpstream(stream: net.Socket, passage: Passage): void {
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
