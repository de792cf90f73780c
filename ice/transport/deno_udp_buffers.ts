/**
 * Buffers of the runtime's UDP sockets: a send may outlive the call that makes
 * it, so each buffer knows how many sends still need it.
 *
 * @module
 */
import { HEADROOM, TAILROOM } from "../turn/relay/packet_buffer.ts";
import { type UdpObserver, USUAL_DATAGRAM_BYTES } from "./udp_engine.ts";

/** Send buffers that are kept for the next packet, of all sockets together. */
const MAX_POOLED = 1024;

/** Where the bytes of sends lie until the kernel has them. */
export interface SendBuffers {
  /** Slots that are free. */
  readonly pool: SendSlot[];
  /** The buffer whose datagram is being worked on. */
  currentReceive: ReceiveBuffer | null;
}

/**
 * A buffer to receive into. What is relayed is sent right out of it, so it is
 * not received into again before these sends are done.
 */
export class ReceiveBuffer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly datagramView: Uint8Array<ArrayBuffer>;
  readonly sendDone: () => void;
  readonly sendFailed: () => void;
  pendingSends = 0;

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

/** A buffer that belongs to one send until the kernel has taken it. */
export class SendSlot {
  readonly bytes = new Uint8Array(USUAL_DATAGRAM_BYTES);
  readonly sendDone: () => void;
  readonly sendFailed: () => void;
  owner: { inFlight: number } | null = null;

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
