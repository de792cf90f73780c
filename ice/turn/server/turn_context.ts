/**
 * What the handlers of the TURN server work with: limits, state and effects,
 * all handed in.
 *
 * @module
 */
import type { Address, Family } from "../../../server/net/ip_address.ts";
import type { PeerRanges } from "../../policy/peer_policy.ts";
import type { Seats } from "../../policy/seat_registry.ts";
import type { UserDirectory } from "../../credentials/credential_store.ts";
import type {
  Allocation,
  ClientPath,
  RelaySocket,
} from "../allocation/allocation.ts";
import type { AnswerBudget } from "./amplification_limiter.ts";
import type { Counters } from "./drop_counters.ts";
import type { TurnLimits } from "./turn_limits.ts";
import type { Nonces } from "./nonce.ts";
import type { Quota } from "../allocation/allocation_quota.ts";
import type { RelayTable } from "../relay/relay_ports.ts";

/** Takes what arrives at a relayed address. */
export type PeerReceiver = (
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
    local: Address,
    receiver: PeerReceiver,
  ): RelaySocket | BindFailure;
  /** Local address to relay from for a client, null when the family is not here. */
  relayHostname(path: ClientPath, family: Family): string | null;
  /** Address to announce for a local one. */
  announced(hostname: string): string;
  /** Random integer below `max`. */
  randomBelow(max: number): number;
  /** Random bytes. */
  randomBytes(length: number): Uint8Array;
}

/** This machine, for the policy. */
export interface OwnMachine {
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
  readonly machine: OwnMachine;
  readonly effects: TurnEffects;
  readonly seats: Seats;
  readonly directory: UserDirectory;
  readonly nonces: Nonces;
  readonly quota: Quota;
  readonly budget: AnswerBudget;
  readonly counters: Counters;
  readonly relays: RelayTable;
  readonly allocations: Set<Allocation>;
}
