/**
 * UDP by `Deno.listenDatagram`, the fast one of the runtime's two UDP APIs.
 *
 * @module
 */
import type { Address } from "../address.ts";
import type { BindFailure } from "../turn/context.ts";
import { HEADROOM, TAILROOM } from "../turn/to_client.ts";
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

/** Send buffers that are kept for the next packet, of all sockets together. */
const MAX_POOLED = 1024;

/** Receive errors in a row after which a socket is given up. */
const MAX_RECEIVE_ERRORS = 100;

/** The engine that needs no more than the net permission. */
export class DenoUdpEngine implements UdpEngine {
  readonly #observer: UdpObserver;
  readonly #pool: SendSlot[] = [];

  constructor(observer: UdpObserver) {
    this.#observer = observer;
  }

  bind(
    local: Address,
    size: DatagramSize,
    receiver: UdpReceiver,
  ): UdpSocket | BindFailure {
    try {
      const socket = Deno.listenDatagram({ transport: "udp", ...local });
      return new DenoUdpSocket(
        socket,
        size,
        receiver,
        this.#pool,
        this.#observer,
      );
    } catch (error) {
      return error instanceof Deno.errors.AddrInUse ? "in-use" : "failed";
    }
  }

  close(): void {
    this.#pool.length = 0;
  }
}

/** A buffer that belongs to one send until the kernel has taken it. */
class SendSlot {
  readonly bytes = new Uint8Array(USUAL_DATAGRAM_BYTES);
  readonly done: () => void;
  readonly failed: () => void;
  owner: DenoUdpSocket | null = null;

  constructor(pool: SendSlot[], observer: UdpObserver) {
    this.done = () => {
      if (this.owner) this.owner.inFlight--;
      this.owner = null;
      if (pool.length < MAX_POOLED) pool.push(this);
    };
    this.failed = () => {
      observer.drop("send-failed");
      this.done();
    };
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
  readonly #socket: Deno.DatagramConn;
  readonly #receiver: UdpReceiver;
  readonly #pool: SendSlot[];
  readonly #observer: UdpObserver;
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
    pool: SendSlot[],
    observer: UdpObserver,
  ) {
    const { addr } = socket;
    this.hostname = "hostname" in addr ? addr.hostname : "";
    this.port = "port" in addr ? addr.port : 0;
    this.#socket = socket;
    this.#receiver = receiver;
    this.#pool = pool;
    this.#observer = observer;
    this.#receive(size === "any" ? MAX_DATAGRAM_BYTES + 1 : undefined);
  }

  send(bytes: Uint8Array, start: number, end: number, to: Address): void {
    if (this.#isClosed) return;
    if (this.inFlight >= MAX_IN_FLIGHT) return this.#observer.drop("send-busy");
    const { hostname, port } = to;
    const address = { transport: "udp" as const, hostname, port };
    const length = end - start;
    const slot = this.#pool.pop() ?? new SendSlot(this.#pool, this.#observer);
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
   * for it: it grows for the next.
   */
  async #receive(maxBytes = USUAL_DATAGRAM_BYTES): Promise<void> {
    let bytes = new Uint8Array(HEADROOM + maxBytes + TAILROOM);
    let window = bytes.subarray(HEADROOM, HEADROOM + maxBytes);
    let errors = 0;
    while (!this.#isClosed && errors < MAX_RECEIVE_ERRORS) {
      try {
        const [data, from] = await this.#socket.receive(window);
        errors = 0;
        if (!("hostname" in from)) continue;
        if (data.length < window.length) {
          this.#deliver(bytes, data.length, from);
          continue;
        }
        this.#observer.drop("too-long");
        bytes = new Uint8Array(HEADROOM + MAX_DATAGRAM_BYTES + 1 + TAILROOM);
        window = bytes.subarray(HEADROOM, bytes.length - TAILROOM);
      } catch {
        errors++;
      }
    }
  }

  #deliver(
    bytes: Uint8Array,
    length: number,
    { hostname, port }: Address,
  ): void {
    const end = HEADROOM + length;
    const nowMs = this.#observer.nowMs();
    try {
      this.#receiver(bytes, HEADROOM, end, hostname, port, nowMs);
    } catch (error) {
      this.#observer.drop("failure");
      this.#observer.failed(error);
    }
  }
}
