/**
 * State and facts that relaying a packet depends on.
 *
 * @module
 */
import type { PeerRanges } from "../../policy/peer_policy.ts";
import type { RelaySeatRegistry } from "../../policy/seat_registry.ts";
import type { RelayedAddressTable } from "../allocation/relayed_address_table.ts";
import type { ByteRates } from "./byte_rates.ts";
import type { TurnCounters } from "./drop_counters.ts";

/** Addresses and ports of this machine, for the peer policy. */
export interface LocalMachine {
  /** Whether the address belongs to this machine. */
  isOwnAddress(hostname: string): boolean;
  /** Whether a router or translator in front of this machine has the address. */
  isTranslator(hostname: string): boolean;
  /** Whether this process listens on the port. */
  isOwnPort(port: number): boolean;
}

/** Context of the relay functions. */
export interface RelayContext {
  /** Ranges that the operator allows and denies. */
  readonly ranges: PeerRanges;
  /** Addresses and ports of this machine. */
  readonly machine: LocalMachine;
  /** Live seats of the rooms. */
  readonly seats: RelaySeatRegistry;
  /** Limits of relayed bytes. */
  readonly byteRates: ByteRates;
  /** Counters of relayed and dropped packets. */
  readonly counters: TurnCounters;
  /** Relayed addresses of this server, for relaying without the network. */
  readonly relayedAddresses: RelayedAddressTable;
}
