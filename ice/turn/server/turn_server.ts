/**
 * The TURN server without I/O (RFC 8656): takes packets and a clock, calls
 * effects. This file only dispatches; each method has its own file.
 *
 * @module
 */
import type { PeerRanges } from "../../policy/peer_policy.ts";
import type { Seats } from "../../policy/seat_registry.ts";
import { decodeMessage, type StunMessage } from "../../stun/stun_message.ts";
import { ATTRIBUTE, CLASS, METHOD } from "../../stun/iana_registry.ts";
import { MessageWriter } from "../../stun/message_writer.ts";
import type { UserDirectory } from "../../credentials/credential_store.ts";
import { allocate } from "./allocate.ts";
import type { Allocation, ClientPath } from "../allocation/allocation.ts";
import {
  answerUnproven,
  type Outcome,
  signedAnswer,
  type TurnRequest,
} from "./response.ts";
import { AnswerBudget } from "./amplification_limiter.ts";
import { authenticate } from "./authenticate.ts";
import { channelBind } from "./channel_bind.ts";
import type { OwnMachine, TurnContext, TurnEffects } from "./turn_context.ts";
import { createPermission } from "./create_permission.ts";
import { Counters } from "./drop_counters.ts";
import { endAllocation, sweep } from "../allocation/allocation_lifecycle.ts";
import type { TurnLimits } from "./turn_limits.ts";
import { Nonces } from "./nonce.ts";
import { Quota } from "../allocation/allocation_quota.ts";
import { refresh } from "./refresh.ts";
import { type PortRange, RelayTable } from "../relay/relay_ports.ts";
import { fromPeer } from "../relay/relay_to_client.ts";
import { channelData, sendIndication } from "../relay/relay_to_peer.ts";

/** What a TURN server is made of. */
export interface TurnServerOptions {
  readonly realm: string;
  readonly limits: TurnLimits;
  readonly relayPorts: PortRange;
  readonly ranges: PeerRanges;
  readonly machine: OwnMachine;
  readonly seats: Seats;
  readonly directory: UserDirectory;
  readonly effects: TurnEffects;
}

/** A request that needs an allocation. */
type Handler = (
  context: TurnContext,
  request: TurnRequest,
  allocation: Allocation,
) => Outcome;

interface Method {
  /** Comprehension-required attributes that the method understands. */
  readonly known: ReadonlySet<number>;
  readonly handle: Handler;
}

const ALWAYS_KNOWN = [
  ATTRIBUTE.username,
  ATTRIBUTE.userhash,
  ATTRIBUTE.realm,
  ATTRIBUTE.nonce,
  ATTRIBUTE.messageIntegrity,
  ATTRIBUTE.messageIntegritySha256,
  ATTRIBUTE.passwordAlgorithm,
];

function method(handle: Handler, ...types: number[]): Method {
  return { known: new Set([...ALWAYS_KNOWN, ...types]), handle };
}

const METHODS: ReadonlyMap<number, Method> = new Map([
  [
    METHOD.refresh,
    method(refresh, ATTRIBUTE.lifetime, ATTRIBUTE.requestedAddressFamily),
  ],
  [METHOD.createPermission, method(createPermission, ATTRIBUTE.xorPeerAddress)],
  [
    METHOD.channelBind,
    method(channelBind, ATTRIBUTE.channelNumber, ATTRIBUTE.xorPeerAddress),
  ],
]);

/** DONT-FRAGMENT is not here: no socket of this platform can set the bit (§7.2). */
const ALLOCATE_KNOWN: ReadonlySet<number> = new Set([
  ...ALWAYS_KNOWN,
  ATTRIBUTE.requestedTransport,
  ATTRIBUTE.lifetime,
  ATTRIBUTE.requestedAddressFamily,
  ATTRIBUTE.evenPort,
  ATTRIBUTE.reservationToken,
]);

const BINDING_KNOWN: ReadonlySet<number> = new Set(ALWAYS_KNOWN);

/** The core; every call takes the time in Unix milliseconds. */
export class TurnServer {
  readonly #context: TurnContext;

  constructor(options: TurnServerOptions) {
    const { effects, limits, directory } = options;
    const relays = new RelayTable(
      options.relayPorts,
      effects,
      (relay, bytes, start, end, hostname, port, nowMs) =>
        fromPeer(
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
      relays,
      nonces: new Nonces(effects.randomBytes(32), limits.nonceMs, directory),
      quota: new Quota(limits),
      budget: new AnswerBudget(
        limits.maxChallengeBytesPerSecond,
        seed.getUint32(0),
      ),
      counters: new Counters(),
      allocations: new Set(),
    };
  }

  /** What happened so far. */
  get counters(): Counters {
    return this.#context.counters;
  }

  /** Live allocations and relayed ports, reservations included. */
  get load(): { readonly allocations: number; readonly relays: number } {
    const { allocations, quota } = this.#context;
    return { allocations: allocations.size, relays: quota.total };
  }

  /**
   * Takes one message from a client at `bytes[start, end)`, with `HEADROOM`
   * bytes free in front and `TAILROOM` behind it.
   */
  receive(
    path: ClientPath,
    bytes: Uint8Array,
    start: number,
    end: number,
    nowMs: number,
  ): void {
    const first = bytes[start] ?? 0;
    if (first >= 0x40 && first < 0x80) {
      return channelData(this.#context, path, bytes, start, end, nowMs);
    }
    if (first >= 0x80) return this.counters.drop("not-turn");
    if (end - start < 20) return this.counters.drop("too-short");
    if (first === 0x00 && bytes[start + 1] === 0x16) {
      return sendIndication(this.#context, path, bytes, start, end, nowMs);
    }
    const message = decodeMessage(bytes.subarray(start, end));
    if (typeof message === "string") return this.counters.drop(message);
    this.#message(message, path, nowMs);
  }

  /** The client's stream or socket is gone (RFC 8656 §3.1: TCP ends it). */
  pathClosed(path: ClientPath): void {
    if (path.allocation) endAllocation(this.#context, path.allocation);
  }

  /** A seat is gone: so are its allocations. */
  seatEnded(peerId: string): void {
    const { allocations } = this.#context;
    for (const allocation of [...allocations]) {
      if (allocation.seat?.peerId === peerId) {
        endAllocation(this.#context, allocation);
      }
    }
  }

  /** Ends what has expired; about once a second. */
  sweep(nowMs: number): void {
    sweep(this.#context, nowMs);
  }

  /** Ends everything. */
  close(): void {
    sweep(this.#context, Infinity);
  }

  #message(message: StunMessage, path: ClientPath, nowMs: number): void {
    if (message.messageClass !== CLASS.request) {
      // A Binding indication keeps a NAT open and asks for nothing.
      const isKeepAlive = message.messageClass === CLASS.indication &&
        message.method === METHOD.binding;
      if (!isKeepAlive) this.counters.drop("unknown-method");
      return;
    }
    this.counters.requests++;
    if (message.method === METHOD.binding) {
      return this.#binding(message, path, nowMs);
    }
    const method = METHODS.get(message.method);
    if (!method && message.method !== METHOD.allocate) {
      return this.counters.drop("unknown-method");
    }
    this.#authenticated(message, path, nowMs, method);
  }

  /** Binding needs no credentials and is never more than three times its request. */
  #binding(message: StunMessage, path: ClientPath, nowMs: number): void {
    const unknown = message.unknownRequired(BINDING_KNOWN);
    if (unknown.length > 0) {
      const refusal = { error: 420, unknown } as const;
      return answerUnproven(this.#context, message, path, refusal, nowMs);
    }
    const writer = new MessageWriter(
      METHOD.binding,
      CLASS.success,
      message.transactionId,
    ).xorAddress(ATTRIBUTE.xorMappedAddress, path.remote);
    if (message.has(ATTRIBUTE.fingerprint)) writer.fingerprint();
    const answer = writer.finish();
    path.send(answer, 0, answer.length);
  }

  #authenticated(
    message: StunMessage,
    path: ClientPath,
    nowMs: number,
    method: Method | undefined,
  ): void {
    const context = this.#context;
    const found = authenticate(context, message, path, nowMs);
    if ("refused" in found) {
      const refusal = { error: found.refused };
      return answerUnproven(context, message, path, refusal, nowMs);
    }
    const { principal, integrity } = found;
    const unknown = message.unknownRequired(method?.known ?? ALLOCATE_KNOWN);
    const outcome = unknown.length > 0
      ? { error: 420 as const, unknown }
      : this.#outcome({ message, path, nowMs, principal }, method);
    if ("challenge" in outcome) {
      const refusal = { error: outcome.challenge };
      return answerUnproven(context, message, path, refusal, nowMs);
    }
    const answer = "again" in outcome
      ? outcome.again
      : signedAnswer(message, principal.key, integrity, outcome);
    if (!method && "success" in outcome && path.allocation) {
      path.allocation.success = answer;
    }
    path.send(answer, 0, answer.length);
  }

  #outcome(request: TurnRequest, method: Method | undefined): Outcome {
    if (!method) return allocate(this.#context, request);
    const { allocation } = request.path;
    const isLive = allocation?.relays.some((relay) =>
      relay.expiresMs > request.nowMs
    );
    if (!allocation || !isLive) return { error: 437 };
    if (allocation.principal.username !== request.principal.username) {
      return { error: 441 };
    }
    return method.handle(this.#context, request, allocation);
  }
}
