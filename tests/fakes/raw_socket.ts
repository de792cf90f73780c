/**
 * A WebSocket client that does as it is told, also what no browser would: it
 * stops reading, sends broken frames, never ends a message.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import net from "node:net";
import tls from "node:tls";
import { encodeMaskedFrame } from "./masked_frame.ts";

/** How to connect. */
export interface RawWebSocketOptions {
  readonly port: number;
  /** Given: TLS that trusts this authority. */
  readonly authorityPem?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const WEBSOCKET_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

/** One connection; everything received is kept and can be waited for. */
export class RawWebSocket {
  readonly stream: net.Socket;
  /** The response's head. */
  responseHead = "";
  readonly messages: string[] = [];
  /** Close code of the server, or 1006 when the stream just ended. */
  closeCode: number | null = null;
  #unreadBytes: Buffer = Buffer.alloc(0);
  #wakeWaiter: () => void = () => {};

  private constructor(stream: net.Socket) {
    this.stream = stream;
    stream.on("error", () => {});
    stream.on("data", (chunk: Buffer) => {
      this.#unreadBytes = Buffer.concat([this.#unreadBytes, chunk]);
      this.#parseFrames();
      this.#wakeWaiter();
    });
    stream.on("close", () => {
      this.closeCode ??= 1006;
      this.#wakeWaiter();
    });
  }

  /** Opens a stream and sends nothing. */
  static connect(options: RawWebSocketOptions): Promise<RawWebSocket> {
    const { promise, resolve, reject } = Promise.withResolvers<RawWebSocket>();
    const { port, authorityPem } = options;
    const stream = authorityPem === undefined
      ? net.connect({ port, host: "127.0.0.1" })
      : tls.connect({
        port,
        host: "127.0.0.1",
        ca: authorityPem,
        servername: "localhost",
      });
    const socket = new RawWebSocket(stream);
    stream.once("error", reject);
    const ready = authorityPem === undefined ? "connect" : "secureConnect";
    stream.once(ready, () => {
      stream.off("error", reject);
      resolve(socket);
    });
    return promise;
  }

  /** Opens a WebSocket; the answer is in `head`, or it was cut. */
  static async open(options: RawWebSocketOptions): Promise<RawWebSocket> {
    const socket = await RawWebSocket.connect(options);
    const { target = "/socket", headers = {} } = options;
    const fields = {
      "Host": `localhost:${options.port}`,
      "Upgrade": "websocket",
      "Connection": "Upgrade",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": WEBSOCKET_KEY,
      ...headers,
    };
    const lines = Object.entries(fields).map(([k, v]) => `${k}: ${v}\r\n`);
    socket.stream.write(`GET ${target} HTTP/1.1\r\n${lines.join("")}\r\n`);
    await socket.waitUntil(() =>
      socket.responseHead !== "" || socket.closeCode !== null
    );
    return socket;
  }

  send(message: object | string): void {
    this.stream.write(
      encodeMaskedFrame(
        typeof message === "string" ? message : JSON.stringify(message),
      ),
    );
  }

  /** Waits until `condition` holds; it is looked at whenever something came. */
  async waitUntil(condition: () => boolean, limitMs = 5_000): Promise<void> {
    const endMs = Date.now() + limitMs;
    while (!condition()) {
      const leftMs = endMs - Date.now();
      if (leftMs <= 0) throw new Error(`Waited in vain for ${condition}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wakeWaiter = resolve;
      const timer = setTimeout(resolve, leftMs);
      await promise;
      clearTimeout(timer);
    }
  }

  /** The next message, parsed. */
  async nextMessage(): Promise<
    { event: string; data?: Record<string, unknown> }
  > {
    await this.waitUntil(() => this.messages.length > 0);
    return JSON.parse(this.messages.shift() ?? "");
  }

  /** Waits for a message of that event, dropping others. */
  async waitForEvent(name: string): Promise<Record<string, unknown>> {
    for (;;) {
      const { event, data } = await this.nextMessage();
      if (event === name) return data ?? {};
    }
  }

  /** The code that the server closed with. */
  async waitForClose(limitMs?: number): Promise<number | null> {
    await this.waitUntil(() => this.closeCode !== null, limitMs);
    return this.closeCode;
  }

  /** Ends it and waits until it is gone. */
  async destroy(): Promise<void> {
    this.stream.destroy();
    await this.waitUntil(() => this.stream.closed);
  }

  #parseFrames(): void {
    if (this.responseHead === "") {
      const end = this.#unreadBytes.indexOf("\r\n\r\n");
      if (end < 0) return;
      this.responseHead = this.#unreadBytes.toString("latin1", 0, end);
      this.#unreadBytes = this.#unreadBytes.subarray(end + 4);
    }
    if (!this.responseHead.startsWith("HTTP/1.1 101")) return;
    while (this.#unreadBytes.length >= 2) {
      let length = (this.#unreadBytes[1] ?? 0) & 0x7f;
      let header = 2;
      if (length === 126) {
        if (this.#unreadBytes.length < 4) return;
        length = this.#unreadBytes.readUInt16BE(2);
        header = 4;
      } else if (length === 127) {
        if (this.#unreadBytes.length < 10) return;
        length = this.#unreadBytes.readUInt32BE(6);
        header = 10;
      }
      if (this.#unreadBytes.length < header + length) return;
      const opcode = (this.#unreadBytes[0] ?? 0) & 0x0f;
      const payload = this.#unreadBytes.subarray(header, header + length);
      this.#unreadBytes = this.#unreadBytes.subarray(header + length);
      if (opcode === 1) this.messages.push(...payload.toString().split("\n"));
      else if (opcode === 8) {
        this.closeCode ??= length >= 2 ? payload.readUInt16BE(0) : 1005;
        this.stream.end(
          encodeMaskedFrame(payload.subarray(0, 2), { opcode: 8 }),
        );
      } else if (opcode === 9) {
        this.stream.write(encodeMaskedFrame(payload, { opcode: 10 }));
      }
    }
  }
}
