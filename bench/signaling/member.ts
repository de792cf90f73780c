/**
 * One member of the load generator: a raw connection that joins a room and
 * hands over what arrives. Writes that meet a busy connection are joined.
 *
 * @module
 */
import { buildMaskedFrame, FRAME_OPCODES, FrameSplitter } from "./frames.ts";

/** Where and how a member connects. */
export interface MemberOptions {
  readonly port: number;
  readonly isTls: boolean;
  readonly room: string;
  /** Subprotocol to offer, or null for none. */
  readonly subprotocol: string | null;
  readonly onText: (payload: Uint8Array) => void;
  /** Called when the connection ends before `close()`. */
  readonly onLost: (why: string) => void;
}

const HOST = "127.0.0.1";
const BUFFER_BYTES = 65_536;
const NORMAL_CLOSURE = new Uint8Array([0x03, 0xe8]);

/** Masking key of all frames; servers unmask by any key alike. */
export const MASKING_KEY: Uint8Array = new Uint8Array([0x5a, 0x17, 0xc3, 0x6e]);

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
      if (opcode === FRAME_OPCODES.text) options.onText(payload);
      else if (opcode === FRAME_OPCODES.ping) {
        this.send(
          buildMaskedFrame(FRAME_OPCODES.pong, payload, MASKING_KEY).bytes,
        );
      }
    });
  }

  /** Connects and finishes the handshake (RFC 6455 §4.1). */
  static async open(options: MemberOptions): Promise<LoadMember> {
    const { port, isTls, room, subprotocol } = options;
    const plain = await Deno.connect({ hostname: HOST, port });
    // Before TLS: `Deno.connectTls` gives a connection that holds small writes back.
    plain.setNoDelay(true);
    const connection = isTls
      ? await Deno.startTls(plain, { hostname: HOST })
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

  /** Says goodbye and waits for the server's end. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.send(
      buildMaskedFrame(FRAME_OPCODES.close, NORMAL_CLOSURE, MASKING_KEY).bytes,
    );
    await this.#ended;
  }

  async #flush(): Promise<void> {
    this.#isWriting = true;
    try {
      while (this.#queue.length > 0) {
        const bytes = concatBytes(this.#queue);
        this.#queue = [];
        for (let at = 0; at < bytes.length;) {
          at += await this.#connection.write(bytes.subarray(at));
        }
      }
    } catch {
      // The reader tells of a lost connection.
    }
    this.#isWriting = false;
  }

  async #read(early: Uint8Array): Promise<void> {
    let why = "ended by the server";
    try {
      if (early.length > 0) this.#splitter.push(early);
      const buffer = new Uint8Array(BUFFER_BYTES);
      for (;;) {
        const count = await this.#connection.read(buffer);
        if (count === null) break;
        this.#splitter.push(buffer.subarray(0, count));
      }
    } catch (error) {
      why = String(error);
    }
    this.#connection.close();
    if (!this.#isClosing) this.#options.onLost(why);
  }
}

/** Reads the answer to the handshake; the bytes that came after it. */
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

function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const bytes = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
