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
  addAllocation,
  attachRelayedAddress,
  endAllocation,
  endOldestAnonymous,
  quotaHolderOf,
} from "../allocation/allocation_lifecycle.ts";
import type { QuotaRefusal } from "../allocation/allocation_quota.ts";
import type { RelayRefusal } from "../allocation/relay_refusal.ts";
import type {
  BindFailure,
  BoundPort,
} from "../allocation/relayed_address_table.ts";
import { refuse, reportRefusal } from "./refuse.ts";
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
    reportRefusal(context, fiveTuple, "relay-credential-expired");
    return { challenge: 401 };
  }
  const memberId = context.credentials.memberIdOf(principal.username);
  const seat = memberId === null ? null : context.seats.find(memberId);
  if (seat === undefined) {
    reportRefusal(context, fiveTuple, "relay-seat-ended");
    return { challenge: 401 };
  }
  const { hostname } = fiveTuple.remote;
  if (!context.credentials.mayAllocateFrom(principal.username, hostname)) {
    return refuse(context, fiveTuple, "relay-foreign-credential", 403);
  }
  const wanted = readAllocateRequest(message);
  if (typeof wanted === "number") return { error: wanted };
  const seconds = grantLifetimeSeconds(message, context.limits);
  if (seconds === null) return { error: 400 };
  const ports = bindForClient(context, request, wanted);
  if (typeof ports === "string") {
    return refuse(context, fiveTuple, ports, REFUSAL_ERRORS[ports] ?? 508);
  }
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

/** Causes that mean no room, which anonymous clients may give. */
const ROOM_CAUSES: ReadonlySet<unknown> = new Set<RelayRefusal>([
  "relay-full",
  "relay-ports-full",
  "relay-descriptors",
]);

/** Errors of refusals other than 508. */
const REFUSAL_ERRORS: Partial<Record<RelayRefusal, StunErrorCode>> = {
  "relay-user-full": 486,
  "relay-address-full": 486,
};

const QUOTA_CAUSES: Readonly<Record<QuotaRefusal, RelayRefusal>> = {
  user: "relay-user-full",
  address: "relay-address-full",
  anonymous: "relay-anonymous-full",
  total: "relay-full",
};

const BIND_CAUSES: Readonly<Record<BindFailure, RelayRefusal>> = {
  "in-use": "relay-ports-full",
  "no-descriptors": "relay-descriptors",
  "failed": "relay-bind-failed",
};

/** Binds ports; without room, ends the oldest allocations of anonymous clients. */
function bindForClient(
  context: TurnContext,
  request: TurnRequest,
  wanted: AllocateRequest,
): BoundPorts | RelayRefusal | StunErrorCode {
  let ports = bindPorts(context, request, wanted);
  if (request.principal.isAnonymous) return ports;
  for (let ended = 0; ended < MAX_ENDED_FOR_ONE; ended++) {
    if (!ROOM_CAUSES.has(ports) || !endOldestAnonymous(context)) break;
    ports = bindPorts(context, request, wanted);
  }
  return ports;
}

function bindPorts(
  context: TurnContext,
  request: TurnRequest,
  wanted: AllocateRequest,
): BoundPorts | RelayRefusal | StunErrorCode {
  const { fiveTuple, principal, nowMs } = request;
  const holder = quotaHolderOf(request);
  if (wanted.reservationToken) {
    const reservation = context.relayedAddresses.findReservation(
      wanted.reservationToken,
      principal.user,
      nowMs,
    );
    if (!reservation) return 508;
    const refusal = context.quota.transfer(reservation.holder, holder);
    if (refusal) return QUOTA_CAUSES[refusal];
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
  if (refusal) return QUOTA_CAUSES[refusal];
  const ports = openPorts(context, fiveTuple, wanted);
  const opened = typeof ports !== "object"
    ? 0
    : ports.relayedAddresses.length + (ports.reserved ? 1 : 0);
  if (opened < count) context.quota.release(holder, count - opened);
  return ports;
}

function openPorts(
  context: TurnContext,
  fiveTuple: TurnRequest["fiveTuple"],
  wanted: AllocateRequest,
): BoundPorts | RelayRefusal | StunErrorCode {
  const first = openPort(context, fiveTuple, wanted.family, wanted.evenPort);
  if (!wanted.isDual) {
    if (typeof first !== "object") return first;
    return {
      relayedAddresses: [first.relayedAddress],
      reserved: first.reserved,
      missingFamily: null,
    };
  }
  const second = openPort(context, fiveTuple, "ipv6", "no");
  if (typeof first !== "object" && typeof second !== "object") return first;
  const relayedAddresses = [first, second].flatMap((bound) =>
    typeof bound === "object" ? [bound.relayedAddress] : []
  );
  const missing: MissingFamily | null = typeof second !== "object"
    ? { family: "ipv6", code: errorOf(second) }
    : typeof first !== "object"
    ? { family: "ipv4", code: errorOf(first) }
    : null;
  return { relayedAddresses, reserved: null, missingFamily: missing };
}

function errorOf(failure: RelayRefusal | StunErrorCode): StunErrorCode {
  return typeof failure === "number" ? failure : REFUSAL_ERRORS[failure] ?? 508;
}

function openPort(
  { effects, relayedAddresses }: TurnContext,
  fiveTuple: TurnRequest["fiveTuple"],
  family: AddressFamily,
  evenPort: AllocateRequest["evenPort"],
): BoundPort | RelayRefusal | 440 {
  const hostname = effects.relayHostname(fiveTuple, family);
  if (hostname === null) return 440;
  if (evenPort !== "no") {
    const isPair = evenPort === "pair";
    const bound = relayedAddresses.bindEvenPort(hostname, isPair);
    return typeof bound === "string" ? BIND_CAUSES[bound] : bound;
  }
  const bound = relayedAddresses.bindRandomPort(hostname);
  return typeof bound === "string"
    ? BIND_CAUSES[bound]
    : { relayedAddress: bound, reserved: null };
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
  for (const relayedAddress of relayedAddresses) {
    relayedAddress.expiresMs = nowMs + seconds * 1000;
    attachRelayedAddress(context, allocation, relayedAddress);
  }
  addAllocation(context, allocation);
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
