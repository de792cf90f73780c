/**
 * Buffers of the runtime's UDP sockets. Sends are asynchronous, so each buffer
 * counts the sends that still use it.
 *
 * @module
 */
import { HEADROOM, TAILROOM } from "../turn/relay/packet_buffer.ts";
import { type UdpObserver, USUAL_DATAGRAM_BYTES } from "./udp_engine.ts";

/** Free send buffers of all sockets together. */
const MAX_POOLED = 1024;

/** Buffers of an engine. */
export interface SendBuffers {
  /** Free slots. */
  readonly pool: SendSlot[];
  /** Buffer whose datagram is being handled. */
  currentReceive: ReceiveBuffer | null;
  /** Sockets that got large receive buffers after a large datagram. */
  largeReceivers: number;
}

/**
 * A receive buffer. Packets are relayed out of it without a copy, so it is not
 * reused for receiving until these sends are done.
 */
export class ReceiveBuffer {
  /** The whole buffer. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Part of the buffer that a datagram is received into. */
  readonly datagramView: Uint8Array<ArrayBuffer>;
  /** Counts a finished send. */
  readonly sendDone: () => void;
  /** Counts a failed send. */
  readonly sendFailed: () => void;
  /** Sends that still use the buffer. */
  pendingSends = 0;

  /** Creates a buffer for datagrams of up to `maxBytes`. */
  constructor(maxBytes: number, observer: UdpObserver) {
    this.bytes = new Uint8Array(HEADROOM + maxBytes + TAILROOM);
    this.datagramView = this.bytes.subarray(HEADROOM, HEADROOM + maxBytes);
    this.sendDone = () => {
      this.pendingSends--;
    };
    this.sendFailed = () => {
      observer.onDrop("send-failed");
      this.pendingSends--;
    };
  }
}

/** A send buffer, in use by one send until the kernel has its bytes. */
export class SendSlot {
  /** Room for a datagram of usual size. */
  readonly bytes = new Uint8Array(USUAL_DATAGRAM_BYTES);
  /** Returns the slot to the pool. */
  readonly sendDone: () => void;
  /** Counts a failed send and returns the slot to the pool. */
  readonly sendFailed: () => void;
  /** Socket whose send uses the slot. */
  owner: { inFlight: number } | null = null;

  /** Creates a slot outside the pool. */
  constructor(pool: SendSlot[], observer: UdpObserver) {
    this.sendDone = () => {
      if (this.owner) this.owner.inFlight--;
      this.owner = null;
      if (pool.length < MAX_POOLED) pool.push(this);
    };
    this.sendFailed = () => {
      observer.onDrop("send-failed");
      this.sendDone();
    };
  }
}
