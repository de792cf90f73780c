/**
 * Allocate (RFC 8656 §7.2).
 *
 * @module
 */
import type { AddressFamily } from "../../../server/net/ip_address.ts";
import type { RelaySeat } from "../../policy/seat_registry.ts";
import {
  ATTRIBUTE,
  FAMILY_NUMBER,
  PROTOCOL_UDP,
  type StunErrorCode,
} from "../../stun/iana_registry.ts";
import type { StunMessageWriter } from "../../stun/message_writer.ts";
import { Allocation, type RelayedAddress } from "../allocation/allocation.ts";
import type { RequestOutcome, TurnRequest } from "./response.ts";
import type { TurnContext } from "./turn_context.ts";
import {
  attachRelayedAddress,
  endAllocation,
} from "../allocation/allocation_lifecycle.ts";
import { grantLifetimeSeconds, readFamily } from "./request_attributes.ts";

/** What an Allocate asks for, its attributes already checked against each other. */
interface AllocateRequest {
  readonly family: AddressFamily;
  readonly evenPort: "no" | "even" | "pair";
  readonly reservationToken: Uint8Array | null;
  /** Whether an IPv6 address is wanted besides. */
  readonly isDual: boolean;
}

/** What was bound for a wish. */
interface BoundPorts {
  readonly relayedAddresses: RelayedAddress[];
  /** Second port of a pair, to be kept under a token. */
  readonly reserved: RelayedAddress | null;
  /** Why the additional family is missing (RFC 8656 §18.9). */
  readonly missingFamily: MissingFamily | null;
}

interface MissingFamily {
  readonly family: AddressFamily;
  readonly code: StunErrorCode;
}

/** Answers Allocate. */
export function handleAllocate(
  context: TurnContext,
  request: TurnRequest,
): RequestOutcome {
  const { message, fiveTuple, principal, nowMs } = request;
  endExpiredAllocation(context, request);
  if (fiveTuple.allocation) {
    const isSame = equalBytes(
      fiveTuple.allocation.transactionId,
      message.transactionId,
    );
    return isSame
      ? { again: fiveTuple.allocation.allocateResponse }
      : { error: 437 };
  }
  if (context.credentials.isExpired(principal.username, nowMs)) {
    return { challenge: 401 };
  }
  const peerId = context.credentials.memberIdOf(principal.username);
  const seat = peerId === null ? null : context.seats.find(peerId);
  if (seat === undefined) return { challenge: 401 };
  const wish = readAllocateRequest(request);
  if (typeof wish === "number") return { error: wish };
  const seconds = grantLifetimeSeconds(message, context.limits);
  if (seconds === null) return { error: 400 };
  const bound = bindPorts(context, request, wish);
  if (typeof bound === "number") return { error: bound };
  createAllocation(context, request, bound.relayedAddresses, seat, seconds);
  const token = bound.reserved && reservePort(context, request, bound.reserved);
  return {
    success: (writer) => {
      for (const relay of bound.relayedAddresses) {
        writer.xorAddress(ATTRIBUTE.xorRelayedAddress, relay.address);
      }
      writer.u32(ATTRIBUTE.lifetime, seconds);
      if (token) writer.bytes(ATTRIBUTE.reservationToken, token);
      if (bound.missingFamily) {
        writeAddressErrorCode(writer, bound.missingFamily);
      }
      writer.xorAddress(ATTRIBUTE.xorMappedAddress, fiveTuple.remote);
    },
  };
}

function readAllocateRequest(
  { message }: TurnRequest,
): AllocateRequest | StunErrorCode {
  const transport = message.value(ATTRIBUTE.requestedTransport);
  if (transport?.length !== 4) return 400;
  if (transport[0] !== PROTOCOL_UDP) return 442;
  const family = readFamily(message, ATTRIBUTE.requestedAddressFamily);
  const additional = readFamily(message, ATTRIBUTE.additionalAddressFamily);
  const even = message.value(ATTRIBUTE.evenPort);
  const token = message.value(ATTRIBUTE.reservationToken) ?? null;
  if (family === "malformed" || additional === "malformed") return 400;
  if (family === "unknown" || additional === "unknown") return 440;
  if (even && even.length !== 1) return 400;
  if (token && (token.length !== 8 || even || family || additional)) return 400;
  const isPair = even !== undefined && ((even[0] ?? 0) & 0x80) !== 0;
  if (additional && (family || isPair || additional !== "ipv6")) return 400;
  return {
    family: family ?? "ipv4",
    evenPort: isPair ? "pair" : even ? "even" : "no",
    reservationToken: token,
    isDual: additional !== null,
  };
}

function bindPorts(
  context: TurnContext,
  { fiveTuple, principal, nowMs }: TurnRequest,
  wish: AllocateRequest,
): BoundPorts | StunErrorCode {
  const holder = { user: principal.user, hostname: fiveTuple.remote.hostname };
  if (wish.reservationToken) {
    const kept = context.relayedAddresses.findReservation(
      wish.reservationToken,
      principal.user,
      nowMs,
    );
    if (!kept) return 508;
    if (context.quota.transfer(kept, holder)) return 486;
    context.relayedAddresses.claimReservation(
      wish.reservationToken,
      principal.user,
      nowMs,
    );
    return {
      relayedAddresses: [kept.relayedAddress],
      reserved: null,
      missingFamily: null,
    };
  }
  const count = wish.isDual || wish.evenPort === "pair" ? 2 : 1;
  const refusal = context.quota.acquire(holder, count);
  if (refusal) return refusal === "total" ? 508 : 486;
  const bound = openPorts(context, fiveTuple, wish);
  const opened = typeof bound === "number"
    ? 0
    : bound.relayedAddresses.length + (bound.reserved ? 1 : 0);
  if (opened < count) context.quota.release(holder, count - opened);
  return bound;
}

function openPorts(
  context: TurnContext,
  path: TurnRequest["fiveTuple"],
  wish: AllocateRequest,
): BoundPorts | StunErrorCode {
  const first = openPort(context, path, wish.family, wish.evenPort);
  if (!wish.isDual) {
    if (typeof first === "number") return first;
    return {
      relayedAddresses: [first.relay],
      reserved: first.next,
      missingFamily: null,
    };
  }
  const second = openPort(context, path, "ipv6", "no");
  if (typeof first === "number" && typeof second === "number") return first;
  const relays = [first, second].flatMap((one) =>
    typeof one === "number" ? [] : [one.relay]
  );
  const missing: MissingFamily | null = typeof second === "number"
    ? { family: "ipv6", code: second }
    : typeof first === "number"
    ? { family: "ipv4", code: first }
    : null;
  return { relayedAddresses: relays, reserved: null, missingFamily: missing };
}

function openPort(
  { effects, relayedAddresses }: TurnContext,
  path: TurnRequest["fiveTuple"],
  family: AddressFamily,
  evenPort: AllocateRequest["evenPort"],
):
  | { readonly relay: RelayedAddress; readonly next: RelayedAddress | null }
  | 440
  | 508 {
  const hostname = effects.relayHostname(path, family);
  if (hostname === null) return 440;
  if (evenPort !== "no") {
    return relayedAddresses.bindEvenPort(hostname, evenPort === "pair") ?? 508;
  }
  const relay = relayedAddresses.bindRandomPort(hostname);
  return relay ? { relay, next: null } : 508;
}

function createAllocation(
  context: TurnContext,
  { message, fiveTuple, principal, nowMs }: TurnRequest,
  relays: readonly RelayedAddress[],
  seat: RelaySeat | null,
  seconds: number,
): void {
  const allocation = new Allocation(
    fiveTuple,
    principal,
    seat,
    message.transactionId.slice(),
    context.limits,
    nowMs,
  );
  if (seat) {
    context.seats.addSeenAddress(seat.memberId, fiveTuple.remote.hostname);
  }
  for (const relay of relays) {
    relay.expiresMs = nowMs + seconds * 1000;
    attachRelayedAddress(allocation, relay);
  }
  context.allocations.add(allocation);
  fiveTuple.allocation = allocation;
}

function reservePort(
  { relayedAddresses, limits }: TurnContext,
  { fiveTuple, principal, nowMs }: TurnRequest,
  relay: RelayedAddress,
): Uint8Array {
  return relayedAddresses.reserve({
    relayedAddress: relay,
    user: principal.user,
    hostname: fiveTuple.remote.hostname,
    expiresMs: nowMs + limits.reservationMs,
  });
}

function writeAddressErrorCode(
  writer: StunMessageWriter,
  { family, code }: MissingFamily,
): void {
  const number = FAMILY_NUMBER[family];
  writer.bytes(
    ATTRIBUTE.addressErrorCode,
    Uint8Array.of(number, 0, Math.floor(code / 100), code % 100),
  );
}

/** An expired allocation is none, even before the sweep. */
function endExpiredAllocation(
  context: TurnContext,
  { fiveTuple, nowMs }: TurnRequest,
): void {
  const relays = fiveTuple.allocation?.relayedAddresses ?? [];
  if (
    fiveTuple.allocation && relays.every((relay) => relay.expiresMs <= nowMs)
  ) {
    endAllocation(context, fiveTuple.allocation);
  }
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
