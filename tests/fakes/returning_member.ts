/**
 * A member that behaves as the page does over a restart: counts what it
 * receives, keeps what it cannot send, and resumes its seat.
 *
 * @module
 */
import { CLIENT_RECONNECT_CLOSE_CODE } from "../../signaling/protocol.ts";
import {
  encodeClientClose,
  encodeClientFrame,
} from "../../tools/websocket_frames.ts";
import { RawWebSocket } from "./raw_websocket.ts";

const HEADERS = { "Sec-WebSocket-Protocol": "maru.v1" };
const RETRY_MS = 300;
const UNCOUNTED: ReadonlySet<string> = new Set(["welcome", "error", "pong"]);

interface Welcome {
  readonly id: string;
  readonly resume: string;
  readonly resumed: boolean;
}

/** One member of a room. */
export class ReturningMember {
  id = "";
  /** Numbers of the directed messages that arrived, in order. */
  readonly got: number[] = [];
  /** Milliseconds that each of them took, with the time in the queue. */
  readonly latenciesMs: number[] = [];
  readonly welcomes: Welcome[] = [];
  /** Members that joined or left after the first `welcome` of a restart. */
  rosterChanges = 0;
  sentCount = 0;
  readonly #nextPort: () => number;
  readonly #room: string;
  readonly #followsNotice: boolean;
  #socket: RawWebSocket | null = null;
  #received = 0;
  #queue: object[] = [];
  #hasEnded = false;
  #reading: Promise<void> = Promise.resolve();

  constructor(
    port: number | (() => number),
    room: string,
    { followsNotice }: { readonly followsNotice: boolean },
  ) {
    this.#nextPort = typeof port === "number" ? () => port : port;
    this.#room = room;
    this.#followsNotice = followsNotice;
  }

  /** True while the member has a seat and a socket. */
  get isOpen(): boolean {
    return this.#socket !== null && this.#socket.closeCode === null;
  }

  /** Joins, or resumes the seat; tries until it works. */
  async connect(): Promise<void> {
    const [last] = this.welcomes.slice(-1);
    const target = last === undefined
      ? `/socket?room=${this.#room}`
      : `/socket?resume=${last.resume}&received=${this.#received}`;
    while (!this.#hasEnded) {
      const socket = await RawWebSocket.open({
        port: this.#nextPort(),
        target,
        headers: HEADERS,
      }).catch(() => null);
      if (socket?.responseHead.startsWith("HTTP/1.1 101")) {
        await this.#takeSeat(socket);
        return;
      }
      await socket?.destroy();
      await sleep(RETRY_MS);
    }
  }

  /** Sends the next numbered message, or keeps it for later. */
  sendTo(to: string): void {
    const data = { n: this.sentCount++, sentMs: performance.now() };
    this.#queue.push({ event: "n", to, data });
    this.#flush();
  }

  /** Sends a message to the server, or keeps it for later. */
  send(message: object): void {
    this.#queue.push(message);
    this.#flush();
  }

  /** Ends the socket without a close frame and stays away for a while. */
  loseSocket(): void {
    const socket = this.#socket;
    this.#socket = null;
    // What it wrote is accepted: the stream ends in order.
    socket?.stream.end();
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#socket?.destroy();
    await this.#reading;
  }

  async #takeSeat(socket: RawWebSocket): Promise<void> {
    const { event, data } = await socket.nextMessage();
    if (event !== "welcome") throw new Error(`No welcome: ${event}`);
    const welcome = {
      id: String(data?.id),
      resume: String(data?.resume),
      resumed: data?.resumed === true,
    };
    this.welcomes.push(welcome);
    this.id = welcome.id;
    if (!welcome.resumed) this.#received = 0;
    this.#socket = socket;
    this.#reading = this.#read(socket);
    this.#flush();
  }

  #flush(): void {
    const socket = this.#socket;
    if (socket === null || socket.closeCode !== null) return;
    for (const message of this.#queue.splice(0)) {
      socket.stream.write(encodeClientFrame(JSON.stringify(message)));
    }
  }

  async #read(socket: RawWebSocket): Promise<void> {
    let delayMs = 0;
    for (;;) {
      await socket.waitUntil(
        () => socket.messages.length > 0 || socket.closeCode !== null,
        600_000,
      );
      const text = socket.messages.shift();
      if (text === undefined) break;
      const closing = this.#receive(JSON.parse(text));
      if (closing === null) continue;
      delayMs = closing;
      if (!this.#followsNotice) continue;
      // As the page: nothing after it is read, and nothing more is sent.
      this.#socket = null;
      socket.messages.length = 0;
      socket.stream.write(encodeClientClose(CLIENT_RECONNECT_CLOSE_CODE));
      await socket.waitUntil(() => socket.closeCode !== null, 60_000);
      break;
    }
    if (this.#socket === socket) this.#socket = null;
    await socket.destroy();
    await sleep(delayMs);
    if (!this.#hasEnded) await this.connect();
  }

  /** Counts a message; the delay of a server that stops, or null. */
  #receive(
    { event, from, data }: {
      readonly event: string;
      readonly from?: string;
      readonly data?: unknown;
    },
  ): number | null {
    if (from !== undefined || !UNCOUNTED.has(event)) this.#received++;
    if (event === "n") {
      const { n, sentMs } = Object(data);
      this.got.push(n);
      this.latenciesMs.push(performance.now() - sentMs);
    }
    if (event === "peer-left") this.rosterChanges++;
    if (event === "peer-joined" && this.got.length > 0) this.rosterChanges++;
    if (event !== "server-closing") return null;
    const delayMs = Object(data).delayMs;
    return typeof delayMs === "number" ? delayMs : null;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
