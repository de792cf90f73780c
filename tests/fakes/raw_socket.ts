/**
 * A WebSocket client that does as it is told, also what no browser would: it
 * stops reading, sends broken frames, never ends a message.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import net from "node:net";
import tls from "node:tls";
import { maskedFrame } from "./masked_frame.ts";

/** How to connect. */
export interface RawSocketOptions {
  readonly port: number;
  /** Given: TLS that trusts this authority. */
  readonly authorityPem?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";

/** One connection; everything received is kept and can be waited for. */
export class RawSocket {
  readonly stream: net.Socket;
  /** The response's head. */
  head = "";
  readonly messages: string[] = [];
  /** Close code of the server, or 1006 when the stream just ended. */
  closeCode: number | null = null;
  #bytes: Buffer = Buffer.alloc(0);
  #wake: () => void = () => {};

  private constructor(stream: net.Socket) {
    this.stream = stream;
    stream.on("error", () => {});
    stream.on("data", (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#read();
      this.#wake();
    });
    stream.on("close", () => {
      this.closeCode ??= 1006;
      this.#wake();
    });
  }

  /** Opens a stream and sends nothing. */
  static connect(options: RawSocketOptions): Promise<RawSocket> {
    const { promise, resolve, reject } = Promise.withResolvers<RawSocket>();
    const { port, authorityPem } = options;
    const stream = authorityPem === undefined
      ? net.connect({ port, host: "127.0.0.1" })
      : tls.connect({
        port,
        host: "127.0.0.1",
        ca: authorityPem,
        servername: "localhost",
      });
    const socket = new RawSocket(stream);
    stream.once("error", reject);
    const ready = authorityPem === undefined ? "connect" : "secureConnect";
    stream.once(ready, () => {
      stream.off("error", reject);
      resolve(socket);
    });
    return promise;
  }

  /** Opens a WebSocket; the answer is in `head`, or it was cut. */
  static async open(options: RawSocketOptions): Promise<RawSocket> {
    const socket = await RawSocket.connect(options);
    const { target = "/socket", headers = {} } = options;
    const fields = {
      "Host": `localhost:${options.port}`,
      "Upgrade": "websocket",
      "Connection": "Upgrade",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": KEY,
      ...headers,
    };
    const lines = Object.entries(fields).map(([k, v]) => `${k}: ${v}\r\n`);
    socket.stream.write(`GET ${target} HTTP/1.1\r\n${lines.join("")}\r\n`);
    await socket.until(() => socket.head !== "" || socket.closeCode !== null);
    return socket;
  }

  send(message: object | string): void {
    this.stream.write(
      maskedFrame(
        typeof message === "string" ? message : JSON.stringify(message),
      ),
    );
  }

  /** Waits until `condition` holds; it is looked at whenever something came. */
  async until(condition: () => boolean, limitMs = 5_000): Promise<void> {
    const endMs = Date.now() + limitMs;
    while (!condition()) {
      const leftMs = endMs - Date.now();
      if (leftMs <= 0) throw new Error(`Waited in vain for ${condition}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const timer = setTimeout(resolve, leftMs);
      await promise;
      clearTimeout(timer);
    }
  }

  /** The next message, parsed. */
  async next(): Promise<{ event: string; data?: Record<string, unknown> }> {
    await this.until(() => this.messages.length > 0);
    return JSON.parse(this.messages.shift() ?? "");
  }

  /** Waits for a message of that event, dropping others. */
  async event(name: string): Promise<Record<string, unknown>> {
    for (;;) {
      const { event, data } = await this.next();
      if (event === name) return data ?? {};
    }
  }

  /** The code that the server closed with. */
  async closed(limitMs?: number): Promise<number | null> {
    await this.until(() => this.closeCode !== null, limitMs);
    return this.closeCode;
  }

  /** Ends it and waits until it is gone. */
  async end(): Promise<void> {
    this.stream.destroy();
    await this.until(() => this.stream.closed);
  }

  #read(): void {
    if (this.head === "") {
      const end = this.#bytes.indexOf("\r\n\r\n");
      if (end < 0) return;
      this.head = this.#bytes.toString("latin1", 0, end);
      this.#bytes = this.#bytes.subarray(end + 4);
    }
    if (!this.head.startsWith("HTTP/1.1 101")) return;
    while (this.#bytes.length >= 2) {
      let length = (this.#bytes[1] ?? 0) & 0x7f;
      let header = 2;
      if (length === 126) {
        if (this.#bytes.length < 4) return;
        length = this.#bytes.readUInt16BE(2);
        header = 4;
      } else if (length === 127) {
        if (this.#bytes.length < 10) return;
        length = this.#bytes.readUInt32BE(6);
        header = 10;
      }
      if (this.#bytes.length < header + length) return;
      const opcode = (this.#bytes[0] ?? 0) & 0x0f;
      const payload = this.#bytes.subarray(header, header + length);
      this.#bytes = this.#bytes.subarray(header + length);
      if (opcode === 1) this.messages.push(...payload.toString().split("\n"));
      else if (opcode === 8) {
        this.closeCode ??= length >= 2 ? payload.readUInt16BE(0) : 1005;
        this.stream.end(maskedFrame(payload.subarray(0, 2), { opcode: 8 }));
      } else if (opcode === 9) {
        this.stream.write(maskedFrame(payload, { opcode: 10 }));
      }
    }
  }
}
