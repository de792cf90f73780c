/**
 * Ports of an Allocate request (RFC 8656 §7.2): counted, then bound.
 *
 * @module
 */
import type { AddressFamily } from "../../../server/net/ip_address.ts";
import type { StunErrorCode } from "../../stun/iana_registry.ts";
import type { RelayedAddress } from "../allocation/allocation.ts";
import {
  endOldestAnonymous,
  quotaHolderOf,
} from "../allocation/allocation_lifecycle.ts";
import type { QuotaRefusal } from "../allocation/allocation_quota.ts";
import type { RelayRefusal } from "../allocation/relay_refusal.ts";
import type {
  BindFailure,
  BoundPort,
} from "../allocation/relayed_address_table.ts";
import type { AllocateRequest } from "./allocate_request.ts";
import type { TurnRequest } from "./response.ts";
import type { TurnContext } from "./turn_context.ts";

/** Ports bound for a request. */
export interface BoundPorts {
  /** One per family. */
  readonly relayedAddresses: RelayedAddress[];
  /** Second port of a pair, for a reservation. */
  readonly reserved: RelayedAddress | null;
  /** Family without an address, of a dual request (RFC 8656 §18.12). */
  readonly missingFamily: MissingFamily | null;
}

/** A family without an address, and the error for it. */
export interface MissingFamily {
  /** Requested family. */
  readonly family: AddressFamily;
  /** Error of an Allocate for it alone. */
  readonly code: StunErrorCode;
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
export function bindForClient(
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
    ? { family: "ipv6", code: allocateErrorOf(second) }
    : typeof first !== "object"
    ? { family: "ipv4", code: allocateErrorOf(first) }
    : null;
  return { relayedAddresses, reserved: null, missingFamily: missing };
}

/** Error to answer an Allocate with that failed. */
export function allocateErrorOf(
  failure: RelayRefusal | StunErrorCode,
): StunErrorCode {
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
