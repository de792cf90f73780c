/**
 * What the handlers of the TURN server work with: limits, state and effects,
 * all handed in.
 *
 * @module
 */
import type {
  AddressFamily,
  TransportAddress,
} from "../../../server/net/ip_address.ts";
import type { PeerRanges } from "../../policy/peer_policy.ts";
import type { RelaySeatRegistry } from "../../policy/seat_registry.ts";
import type { CredentialStore } from "../../credentials/credential_store.ts";
import type {
  Allocation,
  FiveTuple,
  RelaySocket,
} from "../allocation/allocation.ts";
import type { AmplificationLimiter } from "./amplification_limiter.ts";
import type { TurnCounters } from "./drop_counters.ts";
import type { TurnLimits } from "./turn_limits.ts";
import type { NonceIssuer } from "./nonce.ts";
import type { RelayQuota } from "../allocation/allocation_quota.ts";
import type { RelayedAddressTable } from "../relay/relay_ports.ts";

/** Takes what arrives at a relayed address. */
export type DatagramReceiver = (
  bytes: Uint8Array,
  start: number,
  end: number,
  hostname: string,
  port: number,
  nowMs: number,
) => void;

/** Why no relayed port could be bound: this one is taken, or none can be. */
export type BindFailure = "in-use" | "failed";

/** What the core asks of the world. */
export interface TurnEffects {
  /** Binds a UDP port; packets go to the receiver with room in front of them. */
  bindRelay(
    local: TransportAddress,
    receiver: DatagramReceiver,
  ): RelaySocket | BindFailure;
  /** Local address to relay from for a client, null when the family is not here. */
  relayHostname(path: FiveTuple, family: AddressFamily): string | null;
  /** Address to announce for a local one. */
  externalAddressOf(hostname: string): string;
  /** Random integer below `max`. */
  randomBelow(max: number): number;
  /** Random bytes. */
  randomBytes(length: number): Uint8Array;
}

/** This machine, for the policy. */
export interface LocalMachine {
  /** Grows when the addresses change. */
  readonly version: number;
  isOwnAddress(hostname: string): boolean;
  /** A listening port of this server. */
  isOwnPort(port: number): boolean;
}

/** Everything that the handlers share. */
export interface TurnContext {
  readonly realm: string;
  readonly limits: TurnLimits;
  readonly ranges: PeerRanges;
  readonly machine: LocalMachine;
  readonly effects: TurnEffects;
  readonly seats: RelaySeatRegistry;
  readonly credentials: CredentialStore;
  readonly nonces: NonceIssuer;
  readonly quota: RelayQuota;
  readonly amplificationLimiter: AmplificationLimiter;
  readonly counters: TurnCounters;
  readonly relayedAddresses: RelayedAddressTable;
  readonly allocations: Set<Allocation>;
}
