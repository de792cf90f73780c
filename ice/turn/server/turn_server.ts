/**
 * TURN server without I/O (RFC 8656): takes packets and the time, and calls
 * effects. This file dispatches; each method has a file of its own.
 *
 * @module
 */
import type { PortRange } from "../../../server/net/port_range.ts";
import type { PeerRanges } from "../../policy/peer_policy.ts";
import type { RelaySeatRegistry } from "../../policy/seat_registry.ts";
import {
  decodeStunMessage,
  type StunMessage,
} from "../../stun/stun_message.ts";
import { ATTRIBUTE, CLASS, METHOD } from "../../stun/iana_registry.ts";
import { StunMessageWriter } from "../../stun/message_writer.ts";
import type { CredentialStore } from "../../credentials/credential_store.ts";
import { handleAllocate } from "./allocate.ts";
import type { ClientTransport, FiveTuple } from "../allocation/allocation.ts";
import {
  buildSignedResponse,
  replyUnauthenticated,
  type RequestOutcome,
  type TurnRequest,
} from "./response.ts";
import { AmplificationLimiter } from "./amplification_limiter.ts";
import { authenticateRequest } from "./authenticate.ts";
import type { LocalMachine } from "../relay/relay_context.ts";
import type { TurnContext, TurnEffects } from "./turn_context.ts";
import {
  ALLOCATE_ATTRIBUTES,
  BINDING_ATTRIBUTES,
  METHOD_SPECS,
  type MethodSpec,
} from "./method_specs.ts";
import { ByteRates } from "../relay/byte_rates.ts";
import { TurnCounters } from "../relay/drop_counters.ts";
import {
  endAllocation,
  sweepExpired,
} from "../allocation/allocation_lifecycle.ts";
import type { TurnLimits } from "./turn_limits.ts";
import { NonceIssuer } from "./nonce.ts";
import { NetworkQuota } from "../allocation/network_quota.ts";
import { ExpiryQueue } from "../allocation/expiry_queue.ts";
import { RelayQuota } from "../allocation/allocation_quota.ts";
import { RelayedAddressTable } from "../allocation/relayed_address_table.ts";
import { Packet } from "../relay/packet_buffer.ts";
import { relayFromPeer } from "../relay/relay_to_client.ts";
import {
  relayChannelData,
  relaySendIndication,
} from "../relay/relay_to_peer.ts";

/** Permissions and channels that a network may have while any are free. */
const UNSHARED_PERMISSIONS = 512;

/** Parts and settings of a TURN server. */
export interface TurnServerOptions {
  /** REALM of the long-term mechanism. */
  readonly realm: string;
  /** Limits and lifetimes. */
  readonly limits: TurnLimits;
  /** Ports for relayed addresses. */
  readonly relayPorts: PortRange;
  /** Ranges of peers that the operator allows and denies. */
  readonly ranges: PeerRanges;
  /** Addresses and ports of this machine. */
  readonly machine: LocalMachine;
  /** Live seats of the rooms. */
  readonly seats: RelaySeatRegistry;
  /** Passwords and expiry of usernames. */
  readonly credentials: CredentialStore;
  /** Effects on the environment. */
  readonly effects: TurnEffects;
}

/** A TURN server; every call takes the time of the monotonic clock in milliseconds. */
export class TurnServer {
  readonly #context: TurnContext;
  /** The packet that is being relayed; packets are relayed one after the other. */
  readonly #packet = new Packet();

  /** Creates a server without allocations. */
  constructor(options: TurnServerOptions) {
    const { effects, limits, credentials } = options;
    const relayedAddresses = new RelayedAddressTable(
      options.relayPorts,
      effects,
      (relayedAddress) => (bytes, start, end, hostname, port, nowMs) => {
        this.#packet.set(bytes, start, end, nowMs);
        relayFromPeer(
          this.#context,
          relayedAddress,
          this.#packet,
          hostname,
          port,
        );
      },
      () => options.seats.invalidateAll(),
    );
    const seed = new DataView(effects.randomBytes(4).slice().buffer);
    this.#context = {
      ...options,
      isDraining: false,
      relayedAddresses,
      nonces: new NonceIssuer(
        effects.randomBytes(32),
        limits.nonceMs,
        credentials,
      ),
      quota: new RelayQuota(limits),
      permissionQuota: new NetworkQuota({
        maxTotal: limits.maxTotalPermissions,
        maxPerNetwork: limits.maxPermissionsPerIp,
        unshared: UNSHARED_PERMISSIONS,
      }),
      amplificationLimiter: new AmplificationLimiter(
        limits.maxChallengeBytesPerSecond,
        seed.getUint32(0),
      ),
      byteRates: new ByteRates(limits),
      counters: new TurnCounters(),
      allocations: new Set(),
      anonymousAllocations: new Set(),
      allocationsBySeat: new Map(),
      expiries: new ExpiryQueue(),
    };
  }

  /** Refuses new allocations from now on; those in use go on. */
  startDraining(): void {
    this.#context.isDraining = true;
  }

  /** Counters since the start. */
  get counters(): TurnCounters {
    return this.#context.counters;
  }

  /** Number of live allocations, and of relayed ports with reservations. */
  get usage(): {
    readonly allocations: number;
    readonly relayedAddresses: number;
  } {
    const { allocations, quota } = this.#context;
    return { allocations: allocations.size, relayedAddresses: quota.total };
  }

  /** Number of live allocations by the transport of their clients. */
  allocationsByTransport(): Record<ClientTransport, number> {
    const counts = { udp: 0, tcp: 0, tls: 0 };
    for (const { fiveTuple } of this.#context.allocations) {
      counts[fiveTuple.transport]++;
    }
    return counts;
  }

  /**
   * Handles one message from a client at `bytes[start, end)`, with `HEADROOM`
   * bytes free in front and `TAILROOM` behind it.
   */
  receive(
    fiveTuple: FiveTuple,
    bytes: Uint8Array,
    start: number,
    end: number,
    nowMs: number,
  ): void {
    const first = bytes[start] ?? 0;
    if (first >= 0x40 && first < 0x80) {
      const packet = this.#packet.set(bytes, start, end, nowMs);
      return relayChannelData(this.#context, fiveTuple, packet);
    }
    if (first >= 0x80) return this.counters.countDrop("not-turn");
    if (end - start < 20) return this.counters.countDrop("too-short");
    if (first === 0x00 && bytes[start + 1] === 0x16) {
      const packet = this.#packet.set(bytes, start, end, nowMs);
      return relaySendIndication(this.#context, fiveTuple, packet);
    }
    const message = decodeStunMessage(bytes.subarray(start, end));
    if (typeof message === "string") return this.counters.countDrop(message);
    this.#handleMessage(message, fiveTuple, nowMs);
  }

  /** Ends the allocation of a closed stream or socket (RFC 8656 §3.1). */
  fiveTupleClosed(fiveTuple: FiveTuple): void {
    if (fiveTuple.allocation) {
      endAllocation(this.#context, fiveTuple.allocation);
    }
  }

  /** Ends the allocations of a closed seat. */
  seatClosed(memberId: string): void {
    const { allocationsBySeat } = this.#context;
    for (const allocation of [...allocationsBySeat.get(memberId) ?? []]) {
      endAllocation(this.#context, allocation);
    }
  }

  /** Ends expired state; called about once a second. */
  sweep(nowMs: number): void {
    sweepExpired(this.#context, nowMs);
  }

  /** Ends all allocations and reservations. */
  close(): void {
    sweepExpired(this.#context, Infinity);
  }

  #handleMessage(
    message: StunMessage,
    fiveTuple: FiveTuple,
    nowMs: number,
  ): void {
    if (message.messageClass !== CLASS.request) {
      // A Binding indication keeps a NAT open and has no response.
      const isKeepAlive = message.messageClass === CLASS.indication &&
        message.method === METHOD.binding;
      if (!isKeepAlive) this.counters.countDrop("unknown-method");
      return;
    }
    this.counters.requests++;
    if (message.method === METHOD.binding) {
      return this.#handleBinding(message, fiveTuple, nowMs);
    }
    const method = METHOD_SPECS.get(message.method);
    if (!method && message.method !== METHOD.allocate) {
      return this.counters.countDrop("unknown-method");
    }
    this.#handleAuthenticated(message, fiveTuple, nowMs, method);
  }

  /** Needs no credentials: the response is at most three times the request. */
  #handleBinding(
    message: StunMessage,
    fiveTuple: FiveTuple,
    nowMs: number,
  ): void {
    const unknown = message.unknownRequiredTypes(BINDING_ATTRIBUTES);
    if (unknown.length > 0) {
      const refusal = { error: 420, unknown } as const;
      return replyUnauthenticated(
        this.#context,
        message,
        fiveTuple,
        refusal,
        nowMs,
      );
    }
    const writer = new StunMessageWriter(
      METHOD.binding,
      CLASS.success,
      message.transactionId,
    ).xorAddress(ATTRIBUTE.xorMappedAddress, fiveTuple.remote);
    if (message.has(ATTRIBUTE.fingerprint)) writer.fingerprint();
    const response = writer.finish();
    fiveTuple.send(response, 0, response.length);
  }

  #handleAuthenticated(
    message: StunMessage,
    fiveTuple: FiveTuple,
    nowMs: number,
    method: MethodSpec | undefined,
  ): void {
    const context = this.#context;
    const found = authenticateRequest(context, message, fiveTuple, nowMs);
    if ("errorCode" in found) {
      const refusal = { error: found.errorCode };
      return replyUnauthenticated(context, message, fiveTuple, refusal, nowMs);
    }
    const { principal, integrity } = found;
    const unknown = message.unknownRequiredTypes(
      method?.knownAttributes ?? ALLOCATE_ATTRIBUTES,
    );
    const outcome = unknown.length > 0
      ? { error: 420 as const, unknown }
      : this.#dispatch(
        { message, fiveTuple, nowMs, principal },
        method,
      );
    if ("challenge" in outcome) {
      const refusal = { error: outcome.challenge };
      return replyUnauthenticated(context, message, fiveTuple, refusal, nowMs);
    }
    const response = "retransmit" in outcome
      ? outcome.retransmit
      : buildSignedResponse(message, principal.key, integrity, outcome);
    if (!method && "success" in outcome && fiveTuple.allocation) {
      fiveTuple.allocation.allocateResponse = response;
    }
    fiveTuple.send(response, 0, response.length);
  }

  #dispatch(
    request: TurnRequest,
    method: MethodSpec | undefined,
  ): RequestOutcome {
    if (!method) return handleAllocate(this.#context, request);
    const { allocation } = request.fiveTuple;
    const isLive = allocation?.relayedAddresses.some(({ expiresMs }) =>
      expiresMs > request.nowMs
    );
    if (!allocation || !isLive) return { error: 437 };
    if (allocation.principal.username !== request.principal.username) {
      return { error: 441 };
    }
    return method.handle(this.#context, request, allocation);
  }
}
