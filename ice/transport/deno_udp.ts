/**
 * UDP by `Deno.listenDatagram`, the fast one of the runtime's two UDP APIs.
 *
 * @module
 */
import type { Address } from "../../server/net/ip_address.ts";
import type { BindFailure } from "../turn/server/turn_context.ts";
import { HEADROOM } from "../turn/relay/relay_to_client.ts";
import { ReceiveBuffer, SendSlot, type SendSpace } from "./deno_udp_buffers.ts";
import {
  type DatagramSize,
  MAX_DATAGRAM_BYTES,
  type UdpEngine,
  type UdpObserver,
  type UdpReceiver,
  type UdpSocket,
  USUAL_DATAGRAM_BYTES,
} from "./udp_engine.ts";

/** Sends of one socket that may wait for the kernel. */
const MAX_IN_FLIGHT = 256;

/** Receive buffers of one socket that may wait for their sends. */
const MAX_BUFFERS = 16;

/** Receive errors in a row after which a socket is given up. */
const MAX_RECEIVE_ERRORS = 100;

/** The engine that needs no more than the net permission. */
export class DenoUdpEngine implements UdpEngine {
  readonly #observer: UdpObserver;
  readonly #sends: SendSpace;
  readonly #listen: typeof Deno.listenDatagram;

  constructor(observer: UdpObserver, listen = Deno.listenDatagram) {
    this.#observer = observer;
    this.#listen = listen;
    this.#sends = { pool: [], current: null };
  }

  bind(
    local: Address,
    size: DatagramSize,
    receiver: UdpReceiver,
  ): UdpSocket | BindFailure {
    try {
      const socket = this.#listen({ transport: "udp", ...local });
      return new DenoUdpSocket(
        socket,
        size,
        receiver,
        this.#sends,
        this.#observer,
      );
    } catch (error) {
      return error instanceof Deno.errors.AddrInUse ? "in-use" : "failed";
    }
  }

  close(): void {
    this.#sends.pool.length = 0;
  }
}

interface EarlySend {
  readonly packet: Uint8Array;
  readonly address: Deno.NetAddr;
  readonly slot: SendSlot;
}

class DenoUdpSocket implements UdpSocket {
  readonly hostname: string;
  readonly port: number;
  inFlight = 0;
  hasFailed = false;
  readonly #socket: Deno.DatagramConn;
  readonly #receiver: UdpReceiver;
  readonly #sends: SendSpace;
  readonly #observer: UdpObserver;
  readonly #buffers: ReceiveBuffer[] = [];
  #isClosed = false;
  /**
   * Sends until the runtime knows that the socket is writable, null from then
   * on. Without this the first burst of a socket would leave in reverse order.
   */
  #early: EarlySend[] | null = [];

  constructor(
    socket: Deno.DatagramConn,
    size: DatagramSize,
    receiver: UdpReceiver,
    sends: SendSpace,
    observer: UdpObserver,
  ) {
    const { addr } = socket;
    this.hostname = "hostname" in addr ? addr.hostname : "";
    this.port = "port" in addr ? addr.port : 0;
    this.#socket = socket;
    this.#receiver = receiver;
    this.#sends = sends;
    this.#observer = observer;
    this.#receive(size === "any" ? MAX_DATAGRAM_BYTES + 1 : undefined);
  }

  send(bytes: Uint8Array, start: number, end: number, to: Address): void {
    if (this.#isClosed) return;
    const { hostname, port } = to;
    const address = { transport: "udp" as const, hostname, port };
    const { current } = this.#sends;
    if (this.#early === null && current?.bytes === bytes) {
      current.pending++;
      this.#socket.send(bytes.subarray(start, end), address)
        .then(current.done, current.failed);
    } else this.#sendCopy(bytes, start, end, address);
  }

  #sendCopy(
    bytes: Uint8Array,
    start: number,
    end: number,
    address: Deno.NetAddr,
  ): void {
    if (this.inFlight >= MAX_IN_FLIGHT) return this.#observer.drop("send-busy");
    const { pool } = this.#sends;
    const length = end - start;
    const slot = pool.pop() ?? new SendSlot(pool, this.#observer);
    slot.owner = this;
    this.inFlight++;
    let packet: Uint8Array;
    if (length <= USUAL_DATAGRAM_BYTES) {
      slot.bytes.set(bytes.subarray(start, end));
      packet = slot.bytes.subarray(0, length);
    } else packet = bytes.slice(start, end);
    if (this.#early === null) {
      this.#socket.send(packet, address).then(slot.done, slot.failed);
    } else this.#sendEarly({ packet, address, slot });
  }

  /** The first send waits for the runtime; the next ones wait for the first. */
  #sendEarly(early: EarlySend): void {
    const isFirst = this.#early?.length === 0;
    this.#early?.push(early);
    if (!isFirst) return;
    const { packet, address, slot } = early;
    this.#socket.send(packet, address).then(slot.done, slot.failed)
      .then(() => this.#sendWaiting());
  }

  #sendWaiting(): void {
    const waiting = this.#early?.slice(1) ?? [];
    this.#early = null;
    for (const { packet, address, slot } of waiting) {
      this.#socket.send(packet, address).then(slot.done, slot.failed);
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close();
  }

  /**
   * The one loop of a socket. A buffer that a datagram filled was too short
   * for it: the next ones are larger.
   */
  async #receive(usualBytes = USUAL_DATAGRAM_BYTES): Promise<void> {
    let maxBytes = usualBytes;
    let errors = 0;
    while (!this.#isClosed && errors < MAX_RECEIVE_ERRORS) {
      const buffer = this.#free(maxBytes);
      try {
        const [data, from] = await this.#socket.receive(buffer.window);
        errors = 0;
        if (!("hostname" in from)) continue;
        if (data.length < buffer.window.length) {
          this.#deliver(buffer, data.length, from);
          continue;
        }
        this.#observer.drop("too-long");
        maxBytes = MAX_DATAGRAM_BYTES + 1;
        this.#buffers.length = 0;
      } catch {
        errors++;
      }
    }
    if (!this.#isClosed) {
      this.hasFailed = true;
      this.#observer.failed(
        new Error(`UDP port ${this.port} stopped receiving`),
      );
    }
  }

  /** A buffer that no send needs; two are enough while the kernel keeps up. */
  #free(maxBytes: number): ReceiveBuffer {
    for (const buffer of this.#buffers) {
      if (buffer.pending === 0) return buffer;
    }
    const buffer = new ReceiveBuffer(maxBytes, this.#observer);
    if (this.#buffers.length < MAX_BUFFERS) this.#buffers.push(buffer);
    return buffer;
  }

  #deliver(
    buffer: ReceiveBuffer,
    length: number,
    { hostname, port }: Address,
  ): void {
    const end = HEADROOM + length;
    const nowMs = this.#observer.nowMs();
    // Beyond the limit, sends are copied, and theirs is a limit of its own.
    this.#sends.current = this.#buffers.length < MAX_BUFFERS ? buffer : null;
    try {
      this.#receiver(buffer.bytes, HEADROOM, end, hostname, port, nowMs);
    } catch (error) {
      this.#observer.drop("failure");
      this.#observer.failed(error);
    }
    this.#sends.current = null;
  }
}
