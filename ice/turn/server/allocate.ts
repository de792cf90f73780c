/**
 * Allocate (RFC 8656 §7.2).
 *
 * @module
 */
import type { AddressFamily } from "../../../server/net/ip_address.ts";
import type { RelaySeat } from "../../policy/relay_seat.ts";
import {
  ATTRIBUTE,
  FAMILY_NUMBER,
  type StunErrorCode,
} from "../../stun/iana_registry.ts";
import type { StunMessageWriter } from "../../stun/message_writer.ts";
import { Allocation, type RelayedAddress } from "../allocation/allocation.ts";
import type { RequestOutcome, TurnRequest } from "./response.ts";
import type { TurnContext } from "./turn_context.ts";
import {
  attachRelayedAddress,
  endAllocation,
  endOldestAnonymous,
  quotaHolderOf,
} from "../allocation/allocation_lifecycle.ts";
import type { BoundPort } from "../allocation/relayed_address_table.ts";
import {
  type AllocateRequest,
  readAllocateRequest,
} from "./allocate_request.ts";
import { grantLifetimeSeconds } from "./request_attributes.ts";

/** Ports bound for a request. */
interface BoundPorts {
  readonly relayedAddresses: RelayedAddress[];
  /** Second port of a pair, for a reservation. */
  readonly reserved: RelayedAddress | null;
  /** Family without an address, of a dual request (RFC 8656 §18.12). */
  readonly missingFamily: MissingFamily | null;
}

interface MissingFamily {
  readonly family: AddressFamily;
  readonly code: StunErrorCode;
}

/** Handles Allocate. */
export function handleAllocate(
  context: TurnContext,
  request: TurnRequest,
): RequestOutcome {
  const { message, fiveTuple, principal } = request;
  endExpiredAllocation(context, request);
  if (fiveTuple.allocation) {
    const isSame = equalBytes(
      fiveTuple.allocation.transactionId,
      message.transactionId,
    );
    return isSame
      ? { retransmit: fiveTuple.allocation.allocateResponse }
      : { error: 437 };
  }
  const unixMs = context.effects.unixMs();
  if (context.credentials.isExpired(principal.username, unixMs)) {
    return { challenge: 401 };
  }
  const memberId = context.credentials.memberIdOf(principal.username);
  const seat = memberId === null ? null : context.seats.find(memberId);
  if (seat === undefined) return { challenge: 401 };
  const { hostname } = fiveTuple.remote;
  if (!context.credentials.mayAllocateFrom(principal.username, hostname)) {
    return { error: 403 };
  }
  const wanted = readAllocateRequest(message);
  if (typeof wanted === "number") return { error: wanted };
  const seconds = grantLifetimeSeconds(message, context.limits);
  if (seconds === null) return { error: 400 };
  const ports = bindForClient(context, request, wanted);
  if (typeof ports === "number") return { error: ports };
  createAllocation(context, request, ports.relayedAddresses, seat, seconds);
  const token = ports.reserved && reservePort(context, request, ports.reserved);
  return {
    success: (writer) => {
      for (const { address } of ports.relayedAddresses) {
        writer.xorAddress(ATTRIBUTE.xorRelayedAddress, address);
      }
      writer.u32(ATTRIBUTE.lifetime, seconds);
      if (token) writer.bytes(ATTRIBUTE.reservationToken, token);
      if (ports.missingFamily) {
        writeAddressErrorCode(writer, ports.missingFamily);
      }
      writer.xorAddress(ATTRIBUTE.xorMappedAddress, fiveTuple.remote);
    },
  };
}

/** Ports of anonymous clients that one Allocate may need: of a pair. */
const MAX_ENDED_FOR_ONE = 2;

/** Binds ports; without room, ends the oldest allocations of anonymous clients. */
function bindForClient(
  context: TurnContext,
  request: TurnRequest,
  wanted: AllocateRequest,
): BoundPorts | StunErrorCode {
  let ports = bindPorts(context, request, wanted);
  if (request.principal.isAnonymous || wanted.reservationToken) return ports;
  for (let ended = 0; ports === 508 && ended < MAX_ENDED_FOR_ONE; ended++) {
    if (!endOldestAnonymous(context)) break;
    ports = bindPorts(context, request, wanted);
  }
  return ports;
}

function bindPorts(
  context: TurnContext,
  request: TurnRequest,
  wanted: AllocateRequest,
): BoundPorts | StunErrorCode {
  const { fiveTuple, principal, nowMs } = request;
  const holder = quotaHolderOf(request);
  if (wanted.reservationToken) {
    const reservation = context.relayedAddresses.findReservation(
      wanted.reservationToken,
      principal.user,
      nowMs,
    );
    if (!reservation) return 508;
    if (context.quota.transfer(reservation.holder, holder)) return 486;
    context.relayedAddresses.claimReservation(
      wanted.reservationToken,
      principal.user,
      nowMs,
    );
    return {
      relayedAddresses: [reservation.relayedAddress],
      reserved: null,
      missingFamily: null,
    };
  }
  const count = wanted.isDual || wanted.evenPort === "pair" ? 2 : 1;
  const refusal = context.quota.acquire(holder, count);
  if (refusal) return refusal === "user" || refusal === "address" ? 486 : 508;
  const ports = openPorts(context, fiveTuple, wanted);
  const opened = typeof ports === "number"
    ? 0
    : ports.relayedAddresses.length + (ports.reserved ? 1 : 0);
  if (opened < count) context.quota.release(holder, count - opened);
  return ports;
}

function openPorts(
  context: TurnContext,
  fiveTuple: TurnRequest["fiveTuple"],
  wanted: AllocateRequest,
): BoundPorts | StunErrorCode {
  const first = openPort(context, fiveTuple, wanted.family, wanted.evenPort);
  if (!wanted.isDual) {
    if (typeof first === "number") return first;
    return {
      relayedAddresses: [first.relayedAddress],
      reserved: first.reserved,
      missingFamily: null,
    };
  }
  const second = openPort(context, fiveTuple, "ipv6", "no");
  if (typeof first === "number" && typeof second === "number") return first;
  const relayedAddresses = [first, second].flatMap((bound) =>
    typeof bound === "number" ? [] : [bound.relayedAddress]
  );
  const missing: MissingFamily | null = typeof second === "number"
    ? { family: "ipv6", code: second }
    : typeof first === "number"
    ? { family: "ipv4", code: first }
    : null;
  return { relayedAddresses, reserved: null, missingFamily: missing };
}

function openPort(
  { effects, relayedAddresses }: TurnContext,
  fiveTuple: TurnRequest["fiveTuple"],
  family: AddressFamily,
  evenPort: AllocateRequest["evenPort"],
): BoundPort | 440 | 508 {
  const hostname = effects.relayHostname(fiveTuple, family);
  if (hostname === null) return 440;
  if (evenPort !== "no") {
    return relayedAddresses.bindEvenPort(hostname, evenPort === "pair") ?? 508;
  }
  const relayedAddress = relayedAddresses.bindRandomPort(hostname);
  return relayedAddress ? { relayedAddress, reserved: null } : 508;
}

function createAllocation(
  context: TurnContext,
  { message, fiveTuple, principal, nowMs }: TurnRequest,
  relayedAddresses: readonly RelayedAddress[],
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
  if (seat) context.seats.addClientAddress(seat, fiveTuple.remote);
  for (const relayedAddress of relayedAddresses) {
    relayedAddress.expiresMs = nowMs + seconds * 1000;
    attachRelayedAddress(context, allocation, relayedAddress);
  }
  context.allocations.add(allocation);
  if (principal.isAnonymous) context.anonymousAllocations.add(allocation);
  fiveTuple.allocation = allocation;
}

function reservePort(
  { relayedAddresses, limits }: TurnContext,
  request: TurnRequest,
  relayedAddress: RelayedAddress,
): Uint8Array {
  return relayedAddresses.reserve({
    relayedAddress,
    holder: quotaHolderOf(request),
    expiresMs: request.nowMs + limits.reservationMs,
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

/** Ends an expired allocation that the sweep has not reached yet. */
function endExpiredAllocation(
  context: TurnContext,
  { fiveTuple, nowMs }: TurnRequest,
): void {
  const { allocation } = fiveTuple;
  const isExpired = allocation?.relayedAddresses.every(({ expiresMs }) =>
    expiresMs <= nowMs
  );
  if (allocation && isExpired) endAllocation(context, allocation);
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
