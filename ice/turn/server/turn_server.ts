/**
 * The TURN server without I/O (RFC 8656): takes packets and a clock, calls
 * effects. This file only dispatches; each method has its own file.
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
import type { Allocation, FiveTuple } from "../allocation/allocation.ts";
import {
  buildSignedResponse,
  replyUnauthenticated,
  type RequestOutcome,
  type TurnRequest,
} from "./response.ts";
import { AmplificationLimiter } from "./amplification_limiter.ts";
import { authenticateRequest } from "./authenticate.ts";
import { handleChannelBind } from "./channel_bind.ts";
import type { LocalMachine } from "../relay/relay_context.ts";
import type { TurnContext, TurnEffects } from "./turn_context.ts";
import { handleCreatePermission } from "./create_permission.ts";
import { TurnCounters } from "../relay/drop_counters.ts";
import {
  endAllocation,
  sweepExpired,
} from "../allocation/allocation_lifecycle.ts";
import type { TurnLimits } from "./turn_limits.ts";
import { NonceIssuer } from "./nonce.ts";
import { RelayQuota } from "../allocation/allocation_quota.ts";
import { handleRefresh } from "./refresh.ts";
import { RelayedAddressTable } from "../allocation/relayed_address_table.ts";
import { relayFromPeer } from "../relay/relay_to_client.ts";
import {
  relayChannelData,
  relaySendIndication,
} from "../relay/relay_to_peer.ts";

/** What a TURN server is made of. */
export interface TurnServerOptions {
  readonly realm: string;
  readonly limits: TurnLimits;
  readonly relayPorts: PortRange;
  readonly ranges: PeerRanges;
  readonly machine: LocalMachine;
  readonly seats: RelaySeatRegistry;
  readonly credentials: CredentialStore;
  readonly effects: TurnEffects;
}

/** A request that needs an allocation. */
type AllocationHandler = (
  context: TurnContext,
  request: TurnRequest,
  allocation: Allocation,
) => RequestOutcome;

interface MethodSpec {
  /** Comprehension-required attributes that the method understands. */
  readonly knownAttributes: ReadonlySet<number>;
  readonly handle: AllocationHandler;
}

const COMMON_ATTRIBUTES = [
  ATTRIBUTE.username,
  ATTRIBUTE.userhash,
  ATTRIBUTE.realm,
  ATTRIBUTE.nonce,
  ATTRIBUTE.messageIntegrity,
  ATTRIBUTE.messageIntegritySha256,
  ATTRIBUTE.passwordAlgorithm,
];

function defineMethod(
  handle: AllocationHandler,
  ...types: number[]
): MethodSpec {
  return { knownAttributes: new Set([...COMMON_ATTRIBUTES, ...types]), handle };
}

const METHOD_SPECS: ReadonlyMap<number, MethodSpec> = new Map([
  [
    METHOD.refresh,
    defineMethod(
      handleRefresh,
      ATTRIBUTE.lifetime,
      ATTRIBUTE.requestedAddressFamily,
    ),
  ],
  [
    METHOD.createPermission,
    defineMethod(handleCreatePermission, ATTRIBUTE.xorPeerAddress),
  ],
  [
    METHOD.channelBind,
    defineMethod(
      handleChannelBind,
      ATTRIBUTE.channelNumber,
      ATTRIBUTE.xorPeerAddress,
    ),
  ],
]);

/** DONT-FRAGMENT is not here: no socket of this platform can set the bit (§7.2). */
const ALLOCATE_ATTRIBUTES: ReadonlySet<number> = new Set([
  ...COMMON_ATTRIBUTES,
  ATTRIBUTE.requestedTransport,
  ATTRIBUTE.lifetime,
  ATTRIBUTE.requestedAddressFamily,
  ATTRIBUTE.evenPort,
  ATTRIBUTE.reservationToken,
]);

const BINDING_ATTRIBUTES: ReadonlySet<number> = new Set(COMMON_ATTRIBUTES);

/** The core; every call takes the time in Unix milliseconds. */
export class TurnServer {
  readonly #context: TurnContext;

  constructor(options: TurnServerOptions) {
    const { effects, limits, credentials } = options;
    const relays = new RelayedAddressTable(
      options.relayPorts,
      effects,
      (relay, bytes, start, end, hostname, port, nowMs) =>
        relayFromPeer(
          this.#context,
          relay,
          bytes,
          start,
          end,
          hostname,
          port,
          nowMs,
        ),
    );
    const seed = new DataView(effects.randomBytes(4).slice().buffer);
    this.#context = {
      ...options,
      relayedAddresses: relays,
      nonces: new NonceIssuer(
        effects.randomBytes(32),
        limits.nonceMs,
        credentials,
      ),
      quota: new RelayQuota(limits),
      amplificationLimiter: new AmplificationLimiter(
        limits.maxChallengeBytesPerSecond,
        seed.getUint32(0),
      ),
      counters: new TurnCounters(),
      allocations: new Set(),
    };
  }

  /** What happened so far. */
  get counters(): TurnCounters {
    return this.#context.counters;
  }

  /** Live allocations and relayed ports, reservations included. */
  get usage(): { readonly allocations: number; readonly relays: number } {
    const { allocations, quota } = this.#context;
    return { allocations: allocations.size, relays: quota.total };
  }

  /**
   * Takes one message from a client at `bytes[start, end)`, with `HEADROOM`
   * bytes free in front and `TAILROOM` behind it.
   */
  receive(
    path: FiveTuple,
    bytes: Uint8Array,
    start: number,
    end: number,
    nowMs: number,
  ): void {
    const first = bytes[start] ?? 0;
    if (first >= 0x40 && first < 0x80) {
      return relayChannelData(this.#context, path, bytes, start, end, nowMs);
    }
    if (first >= 0x80) return this.counters.countDrop("not-turn");
    if (end - start < 20) return this.counters.countDrop("too-short");
    if (first === 0x00 && bytes[start + 1] === 0x16) {
      return relaySendIndication(this.#context, path, bytes, start, end, nowMs);
    }
    const message = decodeStunMessage(bytes.subarray(start, end));
    if (typeof message === "string") return this.counters.countDrop(message);
    this.#handleMessage(message, path, nowMs);
  }

  /** The client's stream or socket is gone (RFC 8656 §3.1: TCP ends it). */
  fiveTupleClosed(path: FiveTuple): void {
    if (path.allocation) endAllocation(this.#context, path.allocation);
  }

  /** A seat is gone: so are its allocations. */
  seatClosed(peerId: string): void {
    const { allocations } = this.#context;
    for (const allocation of [...allocations]) {
      if (allocation.seat?.memberId === peerId) {
        endAllocation(this.#context, allocation);
      }
    }
  }

  /** Ends what has expired; about once a second. */
  sweep(nowMs: number): void {
    sweepExpired(this.#context, nowMs);
  }

  /** Ends everything. */
  close(): void {
    sweepExpired(this.#context, Infinity);
  }

  #handleMessage(message: StunMessage, path: FiveTuple, nowMs: number): void {
    if (message.messageClass !== CLASS.request) {
      // A Binding indication keeps a NAT open and asks for nothing.
      const isKeepAlive = message.messageClass === CLASS.indication &&
        message.method === METHOD.binding;
      if (!isKeepAlive) this.counters.countDrop("unknown-method");
      return;
    }
    this.counters.requests++;
    if (message.method === METHOD.binding) {
      return this.#handleBinding(message, path, nowMs);
    }
    const method = METHOD_SPECS.get(message.method);
    if (!method && message.method !== METHOD.allocate) {
      return this.counters.countDrop("unknown-method");
    }
    this.#handleAuthenticated(message, path, nowMs, method);
  }

  /** Binding needs no credentials and is never more than three times its request. */
  #handleBinding(message: StunMessage, path: FiveTuple, nowMs: number): void {
    const unknown = message.unknownRequiredTypes(BINDING_ATTRIBUTES);
    if (unknown.length > 0) {
      const refusal = { error: 420, unknown } as const;
      return replyUnauthenticated(this.#context, message, path, refusal, nowMs);
    }
    const writer = new StunMessageWriter(
      METHOD.binding,
      CLASS.success,
      message.transactionId,
    ).xorAddress(ATTRIBUTE.xorMappedAddress, path.remote);
    if (message.has(ATTRIBUTE.fingerprint)) writer.fingerprint();
    const answer = writer.finish();
    path.send(answer, 0, answer.length);
  }

  #handleAuthenticated(
    message: StunMessage,
    path: FiveTuple,
    nowMs: number,
    method: MethodSpec | undefined,
  ): void {
    const context = this.#context;
    const found = authenticateRequest(context, message, path, nowMs);
    if ("refused" in found) {
      const refusal = { error: found.refused };
      return replyUnauthenticated(context, message, path, refusal, nowMs);
    }
    const { principal, integrity } = found;
    const unknown = message.unknownRequiredTypes(
      method?.knownAttributes ?? ALLOCATE_ATTRIBUTES,
    );
    const outcome = unknown.length > 0
      ? { error: 420 as const, unknown }
      : this.#dispatch({ message, fiveTuple: path, nowMs, principal }, method);
    if ("challenge" in outcome) {
      const refusal = { error: outcome.challenge };
      return replyUnauthenticated(context, message, path, refusal, nowMs);
    }
    const answer = "again" in outcome
      ? outcome.again
      : buildSignedResponse(message, principal.key, integrity, outcome);
    if (!method && "success" in outcome && path.allocation) {
      path.allocation.allocateResponse = answer;
    }
    path.send(answer, 0, answer.length);
  }

  #dispatch(
    request: TurnRequest,
    method: MethodSpec | undefined,
  ): RequestOutcome {
    if (!method) return handleAllocate(this.#context, request);
    const { allocation } = request.fiveTuple;
    const isLive = allocation?.relayedAddresses.some((relay) =>
      relay.expiresMs > request.nowMs
    );
    if (!allocation || !isLive) return { error: 437 };
    if (allocation.principal.username !== request.principal.username) {
      return { error: 441 };
    }
    return method.handle(this.#context, request, allocation);
  }
}
