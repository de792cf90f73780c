/**
 * Counters of relayed and dropped packets. Every drop has a reason.
 *
 * @module
 */
import type { ClientTransport } from "../allocation/allocation.ts";
import type { RelayRefusal } from "../allocation/relay_refusal.ts";
import type { DecodeFailure } from "../../stun/attribute_reader.ts";

/** Reason of a drop. */
export type DropReason =
  | DecodeFailure
  /** First bits of neither STUN nor ChannelData. */
  | "not-turn"
  /** A method or class that this server does not support. */
  | "unknown-method"
  /** A comprehension-required attribute of an indication. */
  | "unknown-attribute"
  /** An indication without its required attributes. */
  | "bad-indication"
  /** The response would exceed three times the request, above the limit. */
  | "response-too-large"
  /** No allocation on the five-tuple, or an expired one. */
  | "no-allocation"
  /** No channel binding, or an expired one. */
  | "no-channel"
  /** ChannelData longer than its packet. */
  | "bad-channel-data"
  /** No permission, or an expired one. */
  | "no-permission"
  /** The policy denies this peer. */
  | "peer-denied"
  /** A listening port of this server. */
  | "own-port"
  /** A port of DNS, UPnP, NAT-PMP or the like. */
  | "service-port"
  /** An Allocate for another TURN server, or for this one. */
  | "relayed-allocate"
  /** A relayed address of another room. */
  | "not-a-room-mate"
  /** A relayed port of this server without an allocation. */
  | "no-such-relay"
  /** Above the byte rate of the allocation. */
  | "too-fast"
  /** Above the byte rate of all allocations, or of all anonymous ones. */
  | "server-busy"
  /** Longer than the receive buffer or than a datagram may be. */
  | "too-long"
  /** The kernel refused: unroutable, unreachable, too big for the path. */
  | "send-failed"
  /** Too many sends of one socket in progress. */
  | "send-busy"
  /** A TCP client that does not read. */
  | "slow-client"
  /** A bug, caught by the transport. */
  | "failure";

/** All reasons. */
export const DROP_REASONS: readonly string[] = Object.keys(
  {
    "too-short": true,
    "not-stun": true,
    "bad-cookie": true,
    "bad-length": true,
    "bad-attribute": true,
    "bad-fingerprint": true,
    "not-turn": true,
    "unknown-method": true,
    "unknown-attribute": true,
    "bad-indication": true,
    "response-too-large": true,
    "no-allocation": true,
    "no-channel": true,
    "bad-channel-data": true,
    "no-permission": true,
    "peer-denied": true,
    "own-port": true,
    "service-port": true,
    "relayed-allocate": true,
    "not-a-room-mate": true,
    "no-such-relay": true,
    "too-fast": true,
    "server-busy": true,
    "too-long": true,
    "send-failed": true,
    "send-busy": true,
    "slow-client": true,
    "failure": true,
  } satisfies Record<DropReason, true>,
);

/** Relayed payloads and their bytes, by direction as seen by the client. */
export interface RelayedCounts {
  /** Payloads from clients to peers. */
  toPeers: number;
  /** Their bytes. */
  toPeersBytes: number;
  /** Payloads from peers to clients. */
  toClients: number;
  /** Their bytes. */
  toClientsBytes: number;
}

function createRelayedCounts(): RelayedCounts {
  return { toPeers: 0, toPeersBytes: 0, toClients: 0, toClientsBytes: 0 };
}

/** Counters since the start. */
export class TurnCounters {
  readonly #dropCounts = new Map<DropReason, number>();
  readonly #refusalCounts = new Map<RelayRefusal, number>();
  /** What was relayed, by the transport between the client and the server. */
  readonly relayedBy: Readonly<Record<ClientTransport, RelayedCounts>> = {
    udp: createRelayedCounts(),
    tcp: createRelayedCounts(),
    tls: createRelayedCounts(),
  };
  /** Requests, Binding included. */
  requests = 0;
  /** Error responses to unauthenticated requests. */
  challenges = 0;

  /** What was relayed over all transports. */
  get relayed(): RelayedCounts {
    const sum = createRelayedCounts();
    for (const counts of Object.values(this.relayedBy)) {
      sum.toPeers += counts.toPeers;
      sum.toPeersBytes += counts.toPeersBytes;
      sum.toClients += counts.toClients;
      sum.toClientsBytes += counts.toClientsBytes;
    }
    return sum;
  }

  /** Counts one refusal of a client. */
  countRefusal(cause: RelayRefusal): void {
    this.#refusalCounts.set(cause, (this.#refusalCounts.get(cause) ?? 0) + 1);
  }

  /** Number of refusals by cause, for the causes that occurred. */
  refusalCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#refusalCounts);
  }

  /** Counts one dropped packet. */
  countDrop(reason: DropReason): void {
    this.#dropCounts.set(reason, (this.#dropCounts.get(reason) ?? 0) + 1);
  }

  /** Number of packets dropped for the reason. */
  dropCount(reason: DropReason): number {
    return this.#dropCounts.get(reason) ?? 0;
  }

  /** Number of dropped packets by reason, for the reasons that occurred. */
  dropCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#dropCounts);
  }
}
