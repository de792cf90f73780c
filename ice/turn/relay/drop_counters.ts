/**
 * Why packets are dropped: every drop has a reason, and every reason a counter.
 *
 * @module
 */
import type { DecodeFailure } from "../../stun/stun_message.ts";

/** Reason of a drop. */
export type DropReason =
  | DecodeFailure
  /** First bits of neither STUN nor ChannelData. */
  | "not-turn"
  /** A method or class that this server does not take. */
  | "unknown-method"
  /** A comprehension-required attribute of an indication. */
  | "unknown-attribute"
  | "bad-indication"
  /** The answer would be more than three times the packet, beyond the budget. */
  | "answer-too-large"
  | "no-allocation"
  | "no-channel"
  | "bad-channel-data"
  /** No permission, or an expired one. */
  | "no-permission"
  /** The policy does not open this peer, or no longer. */
  | "peer-closed"
  /** A listening port of this server. */
  | "own-port"
  /** A relayed address of another room. */
  | "not-a-room-mate"
  /** A relayed port of ours on which nothing is allocated. */
  | "no-such-relay"
  | "too-fast"
  /** Longer than the socket's buffer or than a datagram may be. */
  | "too-long"
  /** The kernel refused: unroutable, unreachable, too big for the path. */
  | "send-failed"
  /** Too many sends of one socket are under way. */
  | "send-busy"
  /** A TCP client that does not read. */
  | "slow-client"
  /** A bug of ours, caught at the driver. */
  | "failure";

/** Counters of what happened to packets. */
export class TurnCounters {
  readonly #dropCounts = new Map<DropReason, number>();
  /** Payload packets and bytes relayed, by direction as the client sees it. */
  readonly relayed = {
    toPeers: 0,
    toPeersBytes: 0,
    toClients: 0,
    toClientsBytes: 0,
  };
  requests = 0;
  challenges = 0;

  /** Counts one dropped packet. */
  countDrop(reason: DropReason): void {
    this.#dropCounts.set(reason, (this.#dropCounts.get(reason) ?? 0) + 1);
  }

  /** How many were dropped for the reason. */
  dropCount(reason: DropReason): number {
    return this.#dropCounts.get(reason) ?? 0;
  }

  /** All reasons that occurred, with their counts. */
  dropCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#dropCounts);
  }
}
