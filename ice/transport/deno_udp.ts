/**
 * UDP engine over `Deno.listenDatagram`, the faster of the runtime's two UDP APIs.
 *
 * @module
 */
import type { TransportAddress } from "../../server/net/ip_address.ts";
import type {
  BindFailure,
  DatagramReceiver,
} from "../turn/allocation/relayed_address_table.ts";
import { HEADROOM, MAX_DATAGRAM_BYTES } from "../turn/relay/packet_buffer.ts";
import { isOutOfDescriptors } from "./descriptor_error.ts";
import {
  ReceiveBuffer,
  type SendBuffers,
  SendSlot,
} from "./deno_udp_buffers.ts";
import {
  type DatagramSize,
  type UdpEngine,
  type UdpObserver,
  type UdpSocket,
  USUAL_DATAGRAM_BYTES,
} from "./udp_engine.ts";

/** Sends in progress per socket. */
const MAX_IN_FLIGHT = 256;

/** Receive buffers per socket. */
const MAX_BUFFERS = 16;

/** Sockets of usual datagrams that may have large buffers at a time. */
const MAX_LARGE_RECEIVERS = 64;

/** Datagrams of usual size in a row after which the large buffers are released. */
const USUAL_RUN = 32;

/** Successive receive errors after which a socket has failed. */
const MAX_RECEIVE_ERRORS = 100;

/** Engine of the runtime; needs the net permission only. */
export class DenoUdpEngine implements UdpEngine {
  readonly #observer: UdpObserver;
  readonly #sendBuffers: SendBuffers;
  readonly #listen: typeof Deno.listenDatagram;

  /** Creates an engine; tests replace `listen`. */
  constructor(observer: UdpObserver, listen = Deno.listenDatagram) {
    this.#observer = observer;
    this.#listen = listen;
    this.#sendBuffers = {
      pool: [],
      currentReceive: null,
      largeReceivers: 0,
    };
  }

  bind(
    local: TransportAddress,
    size: DatagramSize,
    receiver: DatagramReceiver,
  ): UdpSocket | BindFailure {
    try {
      const socket = this.#listen({ transport: "udp", ...local });
      return new DenoUdpSocket(
        socket,
        size,
        receiver,
        this.#sendBuffers,
        this.#observer,
      );
    } catch (error) {
      if (isOutOfDescriptors(error)) return "no-descriptors";
      return error instanceof Deno.errors.AddrInUse ? "in-use" : "failed";
    }
  }

  close(): void {
    this.#sendBuffers.pool.length = 0;
  }
}

interface DeferredSend {
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
  readonly #receiver: DatagramReceiver;
  readonly #sendBuffers: SendBuffers;
  readonly #observer: UdpObserver;
  readonly #buffers: ReceiveBuffer[] = [];
  /** Size of the receive buffers. */
  #receiveSize: number;
  /** Usual datagrams since the last large one; null without large buffers. */
  #usualRun: number | null = null;
  #isClosed = false;
  /**
   * Sends before the runtime knows that the socket is writable; null afterwards.
   * Without the queue, the first burst of a socket would leave in reverse order.
   */
  #deferredSends: DeferredSend[] | null = [];

  constructor(
    socket: Deno.DatagramConn,
    size: DatagramSize,
    receiver: DatagramReceiver,
    sendBuffers: SendBuffers,
    observer: UdpObserver,
  ) {
    const { addr } = socket;
    this.hostname = "hostname" in addr ? addr.hostname : "";
    this.port = "port" in addr ? addr.port : 0;
    this.#socket = socket;
    this.#receiver = receiver;
    this.#sendBuffers = sendBuffers;
    this.#observer = observer;
    this.#receiveSize = size === "any"
      ? MAX_DATAGRAM_BYTES + 1
      : USUAL_DATAGRAM_BYTES;
    this.#runReceiveLoop();
  }

  send(
    bytes: Uint8Array,
    start: number,
    end: number,
    to: TransportAddress,
  ): void {
    if (this.#isClosed) return;
    const { hostname, port } = to;
    const address = { transport: "udp" as const, hostname, port };
    const { currentReceive } = this.#sendBuffers;
    if (this.#deferredSends === null && currentReceive?.bytes === bytes) {
      currentReceive.pendingSends++;
      this.#socket.send(bytes.subarray(start, end), address)
        .then(currentReceive.sendDone, currentReceive.sendFailed);
    } else this.#sendCopy(bytes, start, end, address);
  }

  #sendCopy(
    bytes: Uint8Array,
    start: number,
    end: number,
    address: Deno.NetAddr,
  ): void {
    if (this.inFlight >= MAX_IN_FLIGHT) {
      return this.#observer.onDrop("send-busy");
    }
    const { pool } = this.#sendBuffers;
    const length = end - start;
    const slot = pool.pop() ?? new SendSlot(pool, this.#observer);
    slot.owner = this;
    this.inFlight++;
    let packet: Uint8Array;
    if (length <= USUAL_DATAGRAM_BYTES) {
      slot.bytes.set(bytes.subarray(start, end));
      packet = slot.bytes.subarray(0, length);
    } else packet = bytes.slice(start, end);
    if (this.#deferredSends === null) {
      this.#socket.send(packet, address).then(slot.sendDone, slot.sendFailed);
    } else this.#deferSend({ packet, address, slot });
  }

  /** Starts the first send; the others follow when it is done. */
  #deferSend(send: DeferredSend): void {
    const isFirst = this.#deferredSends?.length === 0;
    this.#deferredSends?.push(send);
    if (!isFirst) return;
    const { packet, address, slot } = send;
    this.#socket.send(packet, address).then(slot.sendDone, slot.sendFailed)
      .then(() => this.#flushDeferred());
  }

  #flushDeferred(): void {
    const sends = this.#deferredSends?.slice(1) ?? [];
    this.#deferredSends = null;
    for (const { packet, address, slot } of sends) {
      this.#socket.send(packet, address).then(slot.sendDone, slot.sendFailed);
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#releaseLargeBuffers();
    this.#socket.close();
  }

  /**
   * Receives until the socket is closed or has failed. A datagram that fills its
   * buffer may be truncated: it is dropped, and later buffers are larger.
   */
  async #runReceiveLoop(): Promise<void> {
    let errors = 0;
    while (!this.#isClosed && errors < MAX_RECEIVE_ERRORS) {
      const buffer = this.#takeFreeBuffer(this.#receiveSize);
      try {
        const [data, from] = await this.#socket.receive(buffer.datagramView);
        errors = 0;
        if (!("hostname" in from)) continue;
        if (data.length < buffer.datagramView.length) {
          this.#deliver(buffer, data.length, from);
          this.#countUsual(data.length);
          continue;
        }
        this.#observer.onDrop("too-long");
        this.#useLargeBuffers();
      } catch {
        errors++;
      }
    }
    if (!this.#isClosed) {
      this.hasFailed = true;
      this.#observer.onError(
        new Error(`UDP port ${this.port} stopped receiving`),
      );
    }
  }

  /** Large datagrams are rare, and anyone can send one: few sockets have room for them. */
  #useLargeBuffers(): void {
    const buffers = this.#sendBuffers;
    if (this.#usualRun !== null || this.#isClosed) return;
    if (buffers.largeReceivers >= MAX_LARGE_RECEIVERS) return;
    buffers.largeReceivers++;
    this.#usualRun = 0;
    this.#receiveSize = MAX_DATAGRAM_BYTES + 1;
    this.#buffers.length = 0;
  }

  #countUsual(bytes: number): void {
    if (this.#usualRun === null) return;
    this.#usualRun = bytes < USUAL_DATAGRAM_BYTES ? this.#usualRun + 1 : 0;
    if (this.#usualRun >= USUAL_RUN) this.#releaseLargeBuffers();
  }

  #releaseLargeBuffers(): void {
    if (this.#usualRun === null) return;
    this.#usualRun = null;
    this.#sendBuffers.largeReceivers--;
    this.#receiveSize = USUAL_DATAGRAM_BYTES;
    this.#buffers.length = 0;
  }

  /** Finds or creates a buffer without pending sends. Two suffice while the kernel keeps up. */
  #takeFreeBuffer(maxBytes: number): ReceiveBuffer {
    for (const buffer of this.#buffers) {
      if (buffer.pendingSends === 0) return buffer;
    }
    const buffer = new ReceiveBuffer(maxBytes, this.#observer);
    if (this.#buffers.length < MAX_BUFFERS) this.#buffers.push(buffer);
    return buffer;
  }

  #deliver(
    buffer: ReceiveBuffer,
    length: number,
    { hostname, port }: TransportAddress,
  ): void {
    const end = HEADROOM + length;
    const nowMs = this.#observer.nowMs();
    // Above MAX_BUFFERS, sends are copied, which MAX_IN_FLIGHT limits.
    this.#sendBuffers.currentReceive = this.#buffers.length < MAX_BUFFERS
      ? buffer
      : null;
    try {
      this.#receiver(buffer.bytes, HEADROOM, end, hostname, port, nowMs);
    } catch (error) {
      this.#observer.onDrop("failure");
      this.#observer.onError(error);
    }
    this.#sendBuffers.currentReceive = null;
  }
}
