/**
 * A connection of an attacker: TLS from an address of its own, so that the
 * quotas of the server do not count it with the healthy pair. It can stop
 * reading.
 *
 * @module
 */
import type { Buffer } from "node:buffer";
import net from "node:net";
import tls from "node:tls";

/** Address from which attackers connect; every 127.0.0.0/8 is local. */
export const ATTACKER_ADDRESS = "127.0.0.66";

/** An open TLS connection that discards what it receives. */
export class AttackSocket {
  readonly #stream: tls.TLSSocket;
  readonly #onData: (chunk: Buffer) => void;
  #isOpen = true;

  private constructor(
    stream: tls.TLSSocket,
    onData: (chunk: Buffer) => void,
  ) {
    this.#stream = stream;
    this.#onData = onData;
    stream.on("error", () => stream.destroy());
    stream.on("close", () => this.#isOpen = false);
    stream.on("data", (chunk: Buffer) => this.#onData(chunk));
  }

  /** Connects from `localAddress`; null when the server refuses. */
  static open(
    port: number,
    onData: (chunk: Buffer) => void = () => {},
    localAddress = ATTACKER_ADDRESS,
  ): Promise<AttackSocket | null> {
    const { promise, resolve } = Promise.withResolvers<AttackSocket | null>();
    const connection = net.connect({ host: "127.0.0.1", port, localAddress });
    connection.on("error", () => connection.destroy());
    const stream = tls.connect({
      socket: connection,
      servername: "localhost",
      rejectUnauthorized: false,
    });
    const socket = new AttackSocket(stream, onData);
    stream.once("secureConnect", () => resolve(socket));
    stream.once("close", () => resolve(null));
    return promise;
  }

  /** Opens a WebSocket in a room and waits for its first bytes. */
  static async join(
    port: number,
    room: string,
    localAddress?: string,
  ): Promise<AttackSocket | null> {
    const answered = Promise.withResolvers<void>();
    const socket = await AttackSocket.open(
      port,
      () => answered.resolve(),
      localAddress,
    );
    if (socket === null) return null;
    socket.#stream.once("close", () => answered.resolve());
    socket.write(formatUpgrade(room, port));
    await answered.promise;
    return socket;
  }

  /** False once the connection has ended. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Sends bytes, unless the connection has ended. */
  write(bytes: Uint8Array | string): void {
    if (this.#isOpen) this.#stream.write(bytes);
  }

  /** Reads nothing from now on. */
  stopReading(): void {
    this.#stream.pause();
  }

  /** Ends the connection at once. */
  destroy(): void {
    this.#stream.destroy();
  }
}

function formatUpgrade(room: string, port: number): string {
  return [
    `GET /socket?room=${room} HTTP/1.1`,
    `Host: localhost:${port}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==",
    "Sec-WebSocket-Protocol: maru.v1",
    "\r\n",
  ].join("\r\n");
}
