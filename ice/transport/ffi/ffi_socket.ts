/**
 * A UDP socket of the FFI engine, with its packets of the current batch.
 *
 * @module
 */
import type { TransportAddress } from "../../../server/net/ip_address.ts";
import type { DatagramReceiver } from "../../turn/allocation/relayed_address_table.ts";
import type { UdpSocket } from "../udp_engine.ts";

/** Engine of a socket. */
export interface FfiSocketEngine {
  /** Sends `bytes[start, end)` now, or with the current batch. */
  send(
    socket: FfiUdpSocket,
    bytes: Uint8Array,
    start: number,
    end: number,
    to: TransportAddress,
  ): void;
  /** Closes the descriptor of a socket. */
  closeSocket(socket: FfiUdpSocket): void;
}

/** A packet that waits for the end of the batch. */
export interface QueuedPacket {
  /** Address of the bytes in memory. */
  at: number;
  /** Number of bytes. */
  length: number;
  /** Destination. */
  to: TransportAddress;
}

/** A bound socket. */
export class FfiUdpSocket implements UdpSocket {
  /** Number of packets that wait for the end of the batch. */
  pendingPackets = 0;
  /** Whether the socket was closed by its owner. */
  isClosed = false;
  /** False: the engine never stops receiving. */
  readonly hasFailed = false;
  readonly #engine: FfiSocketEngine;
  /** Grows to the largest batch; entries are reused. */
  readonly #packets: QueuedPacket[] = [];

  /** Wraps a bound descriptor. */
  constructor(
    engine: FfiSocketEngine,
    readonly fd: number,
    readonly hostname: string,
    readonly port: number,
    readonly receiver: DatagramReceiver,
  ) {
    this.#engine = engine;
  }

  /** Sends `bytes[start, end)`; the caller may reuse the bytes afterwards. */
  send(
    bytes: Uint8Array,
    start: number,
    end: number,
    to: TransportAddress,
  ): void {
    if (!this.isClosed) this.#engine.send(this, bytes, start, end, to);
  }

  /** Appends a packet to the batch. */
  queue(at: number, length: number, to: TransportAddress): void {
    const packet = this.#packets[this.pendingPackets++];
    if (packet) {
      packet.at = at;
      packet.length = length;
      packet.to = to;
    } else this.#packets.push({ at, length, to });
  }

  /** Packet of the batch at an index. @throws {RangeError} Outside the batch. */
  packetAt(index: number): QueuedPacket {
    const packet = this.#packets[index];
    if (!packet) throw new RangeError(`No packet ${index}`);
    return packet;
  }

  /** Empties the batch. */
  clear(): void {
    this.pendingPackets = 0;
  }

  /** Closes the socket. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#engine.closeSocket(this);
  }
}
