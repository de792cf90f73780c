/**
 * Interface of the UDP engines: of the runtime, and of libc's batch calls.
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
  /** Whether the engine stopped receiving after errors; the owner closes it. */
  readonly hasFailed: boolean;
}

/** Receiver of an engine's failures; an engine never throws into its caller. */
export interface UdpObserver {
  /** A packet was dropped. */
  onDrop(reason: DropReason): void;
  /** A receiver threw, which is a bug to log. */
  onError(error: unknown): void;
  /** Current time in milliseconds of the monotonic clock. */
  nowMs(): number;
}

/** Expected size of a socket's datagrams. */
export type DatagramSize = "any" | "usual";

/** Binds sockets. */
export interface UdpEngine {
  /** Binds an address; port 0 means any free port. */
  bind(
    local: TransportAddress,
    size: DatagramSize,
    receiver: DatagramReceiver,
  ): UdpSocket | BindFailure;
  /** Releases the resources of the engine; sockets are closed before. */
  close(): Promise<void> | void;
}

/** Size that media and data channels do not exceed on usual paths. */
export const USUAL_DATAGRAM_BYTES = 2048;
