/**
 * A raw HTTP client for tests: sends bytes as given and collects the answer.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import net from "node:net";
import tls from "node:tls";

/** Where to connect; TLS with an authority. */
export interface HttpExchangeOptions {
  readonly port: number;
  readonly authorityPem?: string;
  /** Name in the certificate; default: `localhost`. */
  readonly serverName?: string;
}

/** A response that was read to its end. */
export interface RawResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const WAIT_LIMIT_MS = 8_000;

/** One connection. */
export class HttpExchange {
  readonly stream: net.Socket;
  #bytes: Buffer = Buffer.alloc(0);
  #isClosed = false;
  #wake: () => void = () => {};

  private constructor(stream: net.Socket) {
    this.stream = stream;
    stream.on("error", () => {});
    stream.on("data", (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#wake();
    });
    stream.on("close", () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  /** Connects and sends nothing. */
  static connect(options: HttpExchangeOptions): HttpExchange {
    const { port, authorityPem, serverName = "localhost" } = options;
    return new HttpExchange(
      authorityPem === undefined
        ? net.connect({ port, host: "127.0.0.1" })
        : tls.connect({
          port,
          host: "127.0.0.1",
          ca: authorityPem,
          servername: serverName,
        }),
    );
  }

  /** Everything received and not yet read as a response. */
  get rest(): string {
    return this.#bytes.toString("latin1");
  }

  send(bytes: string | Uint8Array): void {
    this.stream.write(bytes);
  }

  /** Reads the next response; `method` is that of its request. */
  async readResponse(method = "GET"): Promise<RawResponse> {
    await this.#waitUntil(() => this.#bytes.includes("\r\n\r\n"));
    const end = this.#bytes.indexOf("\r\n\r\n");
    const [statusLine = "", ...fields] = this.#bytes
      .toString("latin1", 0, end).split("\r\n");
    const headers = new Map(fields.map((field) => {
      const colon = field.indexOf(":");
      const name = field.slice(0, colon).toLowerCase();
      return [name, field.slice(colon + 1).trim()] as const;
    }));
    const status = Number(statusLine.split(" ")[1]);
    const hasBody = method !== "HEAD" && status !== 304 && status !== 101;
    const length = hasBody ? Number(headers.get("content-length")) : 0;
    await this.#waitUntil(() => this.#bytes.length >= end + 4 + length);
    const body = this.#bytes.toString("latin1", end + 4, end + 4 + length);
    this.#bytes = this.#bytes.subarray(end + 4 + length);
    return { status, headers, body };
  }

  /** Waits until the unread bytes are `text`. */
  async waitForRest(text: string): Promise<void> {
    await this.#waitUntil(() => this.rest === text);
  }

  /** Waits until the server has closed the connection. */
  async waitForClose(): Promise<void> {
    await this.#waitUntil(() => this.#isClosed);
  }

  /** Closes the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.stream.destroy();
    await this.waitForClose();
  }

  async #waitUntil(condition: () => boolean): Promise<void> {
    const endMs = Date.now() + WAIT_LIMIT_MS;
    while (!condition()) {
      const leftMs = endMs - Date.now();
      if (leftMs <= 0) throw new Error(`Waited without success: ${this.rest}`);
      if (this.#isClosed) throw new Error(`The server closed: ${this.rest}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const timer = setTimeout(resolve, leftMs);
      await promise;
      clearTimeout(timer);
    }
  }
}
