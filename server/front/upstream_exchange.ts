/**
 * Sends one request to `Deno.serve` on a loopback connection of its own and
 * copies the response to the client. The length of each response is known, so
 * the client's connection can carry the next request.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import net from "node:net";
import type { RequestHead } from "./request_head.ts";
import { parseResponseHead } from "./response_head.ts";

/** One request, and the observers of its upstream connection. */
export interface UpstreamExchange {
  /** Loopback port of `Deno.serve`. */
  readonly port: number;
  /** Request to send. */
  readonly request: RequestHead;
  /** Its body; null to send none. */
  readonly body: Uint8Array | null;
  /** Whether the client's connection stays open after the response. */
  readonly isPersistent: boolean;
  /** Gets the local port of the upstream connection before the request is sent. */
  readonly onConnect: (localPort: number) => void;
  /** Called when bytes went to the client. */
  readonly onProgress: () => void;
  /** Called when the upstream connection has closed. */
  readonly onClose: (localPort: number) => void;
}

/**
 * End of an exchange. The client got the whole response; nothing, because
 * upstream did not answer or because the length of its answer is unknown; or
 * a part of the response.
 */
export type ExchangeResult =
  | "complete"
  | "no-response"
  | "unknown-length"
  | "incomplete";

/** Fields of a request that concern its connection or its body, not its meaning. */
const DROPPED_REQUEST_FIELDS = new Set([
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Largest response head; those of this server have about 1 KiB. */
const MAX_RESPONSE_HEAD_BYTES = 16 * 1024;

/** Runs one exchange; `onResult` is called once, when the client has its response. */
export function exchangeWithUpstream(
  client: net.Socket,
  exchange: UpstreamExchange,
  onResult: (result: ExchangeResult) => void,
): void {
  const upstream = net.connect({
    port: exchange.port,
    host: "127.0.0.1",
    noDelay: true,
  });
  let result: ExchangeResult | null = null;
  const response = new ResponseCopy(client, exchange);
  const finish = (): void => {
    if (result !== null) return;
    result = response.result;
    client.off("close", finish);
    client.off("drain", onDrain);
    upstream.destroy();
    onResult(result);
  };
  const onDrain = (): void => {
    exchange.onProgress();
    if (response.isCopied) finish();
    else upstream.resume();
  };
  client.once("close", finish);
  client.on("drain", onDrain);
  upstream.on("error", () => upstream.destroy());
  upstream.once("connect", () => {
    const { localPort = 0 } = upstream;
    exchange.onConnect(localPort);
    upstream.once("close", () => exchange.onClose(localPort));
    upstream.write(formatUpstreamRequest(exchange));
  });
  upstream.on("data", (chunk: Buffer) => {
    const isFlushed = response.copy(chunk);
    if (!isFlushed) upstream.pause();
    else if (response.isCopied || response.hasUnknownLength) finish();
  });
  upstream.once("close", () => {
    if (!response.isCopied) finish();
  });
}

/** Copies a response from upstream, bounded by its Content-Length. */
class ResponseCopy {
  readonly #client: net.Socket;
  readonly #exchange: UpstreamExchange;
  #head: Buffer = Buffer.alloc(0);
  /** Null until the head is complete. */
  #missingBytes: number | null = null;
  #hasUnknownLength = false;

  constructor(client: net.Socket, exchange: UpstreamExchange) {
    this.#client = client;
    this.#exchange = exchange;
  }

  /** Whether the whole response has been written to the client. */
  get isCopied(): boolean {
    return this.#missingBytes === 0;
  }

  /** Whether the end of the response cannot be found. */
  get hasUnknownLength(): boolean {
    return this.#hasUnknownLength;
  }

  /** Result when the exchange ends now. */
  get result(): ExchangeResult {
    if (this.#hasUnknownLength) return "unknown-length";
    if (this.#missingBytes === null) return "no-response";
    return this.isCopied ? "complete" : "incomplete";
  }

  /** Copies a chunk; false when the client's buffer is full. */
  copy(chunk: Buffer): boolean {
    if (this.#missingBytes !== null) return this.#write(chunk);
    this.#head = Buffer.concat([this.#head, chunk]);
    const { request, isPersistent } = this.#exchange;
    const head = parseResponseHead(this.#head, request.method);
    if (head === null || head === "unknown-length") {
      this.#hasUnknownLength = head !== null ||
        this.#head.length > MAX_RESPONSE_HEAD_BYTES;
      return true;
    }
    const options = [
      ...(head.hasUpgrade ? ["upgrade"] : []),
      ...(isPersistent ? [] : ["close"]),
    ];
    const connection = options.length === 0
      ? ""
      : `Connection: ${options.join(", ")}\r\n`;
    this.#missingBytes = head.bodyLength;
    this.#client.write(`${head.text}${connection}\r\n`, "latin1");
    return this.#write(this.#head.subarray(head.byteLength));
  }

  #write(chunk: Buffer): boolean {
    const body = chunk.subarray(0, this.#missingBytes ?? 0);
    this.#missingBytes = (this.#missingBytes ?? 0) - body.length;
    this.#exchange.onProgress();
    return body.length === 0
      ? !this.#client.writableNeedDrain
      : this.#client.write(body);
  }
}

/** The request as `Deno.serve` gets it: the last of its connection. */
function formatUpstreamRequest(
  { request, body }: UpstreamExchange,
): Buffer {
  const lines = [`${request.method} ${request.target} HTTP/1.1`];
  for (const [name, value] of request.headers) {
    if (!DROPPED_REQUEST_FIELDS.has(name)) lines.push(`${name}: ${value}`);
  }
  if (body !== null) lines.push(`content-length: ${body.length}`);
  const head = Buffer.from(
    [...lines, "connection: close", "\r\n"].join("\r\n"),
    "latin1",
  );
  return body === null ? head : Buffer.concat([head, body]);
}
