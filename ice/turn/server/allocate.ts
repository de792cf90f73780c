/**
 * Allocate (RFC 8656 §7.2).
 *
 * @module
 */
import type { RelaySeat } from "../../policy/relay_seat.ts";
import { ATTRIBUTE, FAMILY_NUMBER } from "../../stun/iana_registry.ts";
import type { StunMessageWriter } from "../../stun/message_writer.ts";
import { Allocation, type RelayedAddress } from "../allocation/allocation.ts";
import type { RequestOutcome, TurnRequest } from "./response.ts";
import type { TurnContext } from "./turn_context.ts";
import {
  addAllocation,
  attachRelayedAddress,
  endAllocation,
  quotaHolderOf,
} from "../allocation/allocation_lifecycle.ts";
import { readAllocateRequest } from "./allocate_request.ts";
import {
  allocateErrorOf,
  bindForClient,
  type MissingFamily,
} from "./bind_ports.ts";
import { refuse, reportRefusal } from "./refuse.ts";
import { grantLifetimeSeconds } from "./request_attributes.ts";

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
  if (context.isDraining) {
    return refuse(context, fiveTuple, "relay-draining", 508);
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
    return refuse(context, fiveTuple, ports, allocateErrorOf(ports));
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
