/**
 * What the relay asks of UDP, so that one engine can take another's place.
 *
 * @module
 */
import type { TransportAddress } from "../../server/net/ip_address.ts";
import type { RelaySocket } from "../turn/allocation/allocation.ts";
import type {
  BindFailure,
  DatagramReceiver,
} from "../turn/allocation/relayed_address_table.ts";
import type { DropReason } from "../turn/relay/drop_counters.ts";

/** A bound UDP socket. */
export interface UdpSocket extends RelaySocket {
  /** Whether the engine gave it up after errors; it is to be closed. */
  readonly hasFailed: boolean;
}

/** Where an engine tells what went wrong; it never throws into its caller. */
export interface UdpObserver {
  onDrop(reason: DropReason): void;
  /** A receiver threw: a bug, to be logged. */
  onError(error: unknown): void;
  nowMs(): number;
}

/** How large datagrams of a socket are expected to be. */
export type DatagramSize = "any" | "usual";

/** Binds sockets. */
export interface UdpEngine {
  bind(
    local: TransportAddress,
    size: DatagramSize,
    receiver: DatagramReceiver,
  ): UdpSocket | BindFailure;
  /** Closes what the engine itself holds. */
  close(): Promise<void> | void;
}

/** Room for what media and data channels send on any usual path. */
export const USUAL_DATAGRAM_BYTES = 2048;
