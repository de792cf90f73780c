/**
 * A WebSocket client for tests that can also do what no browser does: stop
 * reading, send broken frames, leave a message unfinished.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import net from "node:net";
import tls from "node:tls";
import {
  encodeClientFrame,
  FrameSplitter,
  OPCODE,
} from "../../tools/websocket_frames.ts";

/** How to connect. */
export interface RawWebSocketOptions {
  readonly port: number;
  /** Authority to trust; without it the connection is in the clear. */
  readonly authorityPem?: string;
  /** Name in the certificate; default: `localhost`. */
  readonly serverName?: string;
  /** Address to connect from. */
  readonly localAddress?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const WEBSOCKET_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

/** One connection; keeps everything that it receives. */
export class RawWebSocket {
  readonly stream: net.Socket;
  /** Head of the response to the handshake. */
  responseHead = "";
  readonly messages: string[] = [];
  /** Payloads of the pongs, as text. */
  readonly pongs: string[] = [];
  /** Close code of the server; 1006 when the stream ended without one. */
  closeCode: number | null = null;
  closeReason = "";
  readonly #splitter = new FrameSplitter((opcode, payload) =>
    this.#receiveFrame(opcode, Buffer.from(payload))
  );
  #headBytes: Buffer = Buffer.alloc(0);
  #wakeWaiter: () => void = () => {};

  private constructor(stream: net.Socket) {
    this.stream = stream;
    stream.on("error", () => {});
    stream.on("data", (chunk: Buffer) => {
      this.#receiveBytes(chunk);
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
    const { authorityPem, serverName = "localhost" } = options;
    const { port, localAddress } = options;
    const where = {
      port,
      host: "127.0.0.1",
      ...(localAddress === undefined ? {} : { localAddress }),
    };
    const stream = authorityPem === undefined
      ? net.connect(where)
      : tls.connect({ ...where, ca: authorityPem, servername: serverName });
    stream.setNoDelay(true);
    const socket = new RawWebSocket(stream);
    stream.once("error", reject);
    const ready = authorityPem === undefined ? "connect" : "secureConnect";
    stream.once(ready, () => {
      stream.off("error", reject);
      resolve(socket);
    });
    return promise;
  }

  /** Opens a WebSocket and waits for the response, or for the end of the stream. */
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

  /** Sends a text message in one frame. */
  send(message: object | string): void {
    this.stream.write(
      encodeClientFrame(
        typeof message === "string" ? message : JSON.stringify(message),
      ),
    );
  }

  /** Waits until `condition` holds; checks it after each chunk. */
  async waitUntil(condition: () => boolean, limitMs = 5_000): Promise<void> {
    const endMs = Date.now() + limitMs;
    while (!condition()) {
      const remainingMs = endMs - Date.now();
      if (remainingMs <= 0) throw new Error(`Timed out: ${condition}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wakeWaiter = resolve;
      const timer = setTimeout(resolve, remainingMs);
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

  /** Data of the next message of that event; drops the messages before it. */
  async waitForEvent(name: string): Promise<Record<string, unknown>> {
    for (;;) {
      const { event, data } = await this.nextMessage();
      if (event === name) return data ?? {};
    }
  }

  /** Close code of the server. */
  async waitForClose(limitMs?: number): Promise<number | null> {
    await this.waitUntil(() => this.closeCode !== null, limitMs);
    return this.closeCode;
  }

  /** Destroys the stream and waits until it is closed. */
  async destroy(): Promise<void> {
    this.stream.destroy();
    await this.waitUntil(() => this.stream.closed);
  }

  #receiveBytes(chunk: Buffer): void {
    if (this.responseHead !== "") {
      if (this.#isUpgraded) this.#splitter.push(chunk);
      return;
    }
    this.#headBytes = Buffer.concat([this.#headBytes, chunk]);
    const end = this.#headBytes.indexOf("\r\n\r\n");
    if (end < 0) return;
    this.responseHead = this.#headBytes.toString("latin1", 0, end);
    if (this.#isUpgraded) {
      this.#splitter.push(this.#headBytes.subarray(end + 4));
    }
  }

  get #isUpgraded(): boolean {
    return this.responseHead.startsWith("HTTP/1.1 101");
  }

  #receiveFrame(opcode: number, payload: Buffer): void {
    switch (opcode) {
      case OPCODE.text:
        this.messages.push(...payload.toString().split("\n"));
        break;
      case OPCODE.pong:
        this.pongs.push(payload.toString("latin1"));
        break;
      case OPCODE.ping:
        this.stream.write(encodeClientFrame(payload, { opcode: OPCODE.pong }));
        break;
      case OPCODE.close:
        this.closeCode ??= payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
        this.closeReason = payload.toString("utf8", 2);
        this.stream.end(
          encodeClientFrame(payload.subarray(0, 2), { opcode: OPCODE.close }),
        );
        break;
    }
  }
}
