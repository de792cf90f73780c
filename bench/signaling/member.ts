/**
 * One member of the load generator: a raw connection that joins a room and
 * passes on the text frames it receives. Frames that are queued while a write
 * is under way go out in one write.
 *
 * @module
 */
import {
  concatBytes,
  encodeClientClose,
  encodeClientFrame,
  FrameSplitter,
  OPCODE,
} from "../../tools/websocket_frames.ts";

/** Where and how a member connects. */
export interface MemberOptions {
  readonly port: number;
  readonly isTls: boolean;
  /** Authority of the server's certificate; otherwise those of the runtime. */
  readonly authorityPem?: string;
  readonly room: string;
  /** Subprotocol to offer, or null for none. */
  readonly subprotocol: string | null;
  readonly onText: (payload: Uint8Array) => void;
  /** Called when the connection ends before `close()`. */
  readonly onLost: (reason: string) => void;
}

const HOST = "127.0.0.1";
const BUFFER_BYTES = 65_536;
const NORMAL_CLOSURE = 1000;

/** An open WebSocket connection. */
export class LoadMember {
  #connection: Deno.TcpConn | Deno.TlsConn;
  #options: MemberOptions;
  #splitter: FrameSplitter;
  #queue: Uint8Array[] = [];
  #isWriting = false;
  #isClosing = false;
  #ended: Promise<void> = Promise.resolve();

  private constructor(
    connection: Deno.TcpConn | Deno.TlsConn,
    options: MemberOptions,
  ) {
    this.#connection = connection;
    this.#options = options;
    this.#splitter = new FrameSplitter((opcode, payload) => {
      if (opcode === OPCODE.text) options.onText(payload);
      else if (opcode === OPCODE.ping) {
        this.send(encodeClientFrame(payload, { opcode: OPCODE.pong }));
      }
    });
  }

  /** Connects and finishes the handshake (RFC 6455 §4.1). */
  static async open(options: MemberOptions): Promise<LoadMember> {
    const { port, isTls, authorityPem, room, subprotocol } = options;
    const plain = await Deno.connect({ hostname: HOST, port });
    // Before TLS: `Deno.connectTls` returns a connection without TCP_NODELAY.
    plain.setNoDelay(true);
    const connection = isTls
      ? await Deno.startTls(plain, {
        hostname: HOST,
        caCerts: authorityPem === undefined ? [] : [authorityPem],
      })
      : plain;
    const member = new LoadMember(connection, options);
    const request = [
      `GET /socket?room=${room} HTTP/1.1`,
      `Host: ${HOST}:${port}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==",
      ...(subprotocol ? [`Sec-WebSocket-Protocol: ${subprotocol}`] : []),
    ];
    member.send(new TextEncoder().encode(`${request.join("\r\n")}\r\n\r\n`));
    const early = await readHandshakeResponse(connection);
    member.#ended = member.#read(early);
    return member;
  }

  /** Queues the bytes of whole frames. */
  send(bytes: Uint8Array): void {
    this.#queue.push(bytes);
    if (!this.#isWriting) this.#flush();
  }

  /** Sends a close frame and waits until the server ends the connection. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.send(encodeClientClose(NORMAL_CLOSURE));
    await this.#ended;
  }

  async #flush(): Promise<void> {
    this.#isWriting = true;
    try {
      while (this.#queue.length > 0) {
        const bytes = concatBytes(...this.#queue);
        this.#queue = [];
        for (let at = 0; at < bytes.length;) {
          at += await this.#connection.write(bytes.subarray(at));
        }
      }
    } catch {
      // #read() reports a lost connection.
    }
    this.#isWriting = false;
  }

  async #read(early: Uint8Array): Promise<void> {
    let reason = "ended by the server";
    try {
      if (early.length > 0) this.#splitter.push(early);
      const buffer = new Uint8Array(BUFFER_BYTES);
      for (;;) {
        const count = await this.#connection.read(buffer);
        if (count === null) break;
        this.#splitter.push(buffer.subarray(0, count));
      }
    } catch (error) {
      reason = String(error);
    }
    this.#connection.close();
    if (!this.#isClosing) this.#options.onLost(reason);
  }
}

/**
 * Reads the response to the handshake.
 *
 * @returns The bytes behind it.
 * @throws {Error} If the server refused.
 */
async function readHandshakeResponse(
  connection: Deno.TcpConn | Deno.TlsConn,
): Promise<Uint8Array> {
  const buffer = new Uint8Array(BUFFER_BYTES);
  let filled = 0;
  for (;;) {
    const count = await connection.read(buffer.subarray(filled));
    if (count === null) throw new Error("Handshake: connection ended");
    filled += count;
    const text = new TextDecoder("latin1").decode(buffer.subarray(0, filled));
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) continue;
    if (!text.startsWith("HTTP/1.1 101")) {
      throw new Error(`Handshake: ${text.slice(0, end)}`);
    }
    return buffer.slice(end + 4, filled);
  }
}
