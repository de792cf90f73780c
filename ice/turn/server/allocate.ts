/**
 * Allocate (RFC 8656 §7.2).
 *
 * @module
 */
import type { Family } from "../../../server/net/ip_address.ts";
import type { Seat } from "../../policy/seat_registry.ts";
import {
  ATTRIBUTE,
  type ErrorCode,
  FAMILY_NUMBER,
  PROTOCOL_UDP,
} from "../../stun/iana_registry.ts";
import type { MessageWriter } from "../../stun/message_writer.ts";
import { Allocation, type Relay } from "../allocation/allocation.ts";
import type { Outcome, TurnRequest } from "./response.ts";
import type { TurnContext } from "./turn_context.ts";
import {
  attachRelay,
  endAllocation,
} from "../allocation/allocation_lifecycle.ts";
import { grantedSeconds, readFamily } from "./request_attributes.ts";

/** What an Allocate asks for, its attributes already checked against each other. */
interface Wish {
  readonly family: Family;
  readonly evenPort: "no" | "even" | "pair";
  readonly token: Uint8Array | null;
  /** Whether an IPv6 address is wanted besides. */
  readonly isDual: boolean;
}

/** What was bound for a wish. */
interface Bound {
  readonly relays: Relay[];
  /** Second port of a pair, to be kept under a token. */
  readonly next: Relay | null;
  /** Why the additional family is missing (RFC 8656 §18.9). */
  readonly missing: Missing | null;
}

interface Missing {
  readonly family: Family;
  readonly code: ErrorCode;
}

/** Answers Allocate. */
export function allocate(context: TurnContext, request: TurnRequest): Outcome {
  const { message, path, principal, nowMs } = request;
  endExpired(context, request);
  if (path.allocation) {
    const isSame = sameBytes(
      path.allocation.transactionId,
      message.transactionId,
    );
    return isSame ? { again: path.allocation.success } : { error: 437 };
  }
  if (context.directory.isExpired(principal.username, nowMs)) {
    return { challenge: 401 };
  }
  const peerId = context.directory.seatOf(principal.username);
  const seat = peerId === null ? null : context.seats.find(peerId);
  if (seat === undefined) return { challenge: 401 };
  const wish = readWish(request);
  if (typeof wish === "number") return { error: wish };
  const seconds = grantedSeconds(message, context.limits);
  if (seconds === null) return { error: 400 };
  const bound = bind(context, request, wish);
  if (typeof bound === "number") return { error: bound };
  commit(context, request, bound.relays, seat, seconds);
  const token = bound.next && keep(context, request, bound.next);
  return {
    success: (writer) => {
      for (const relay of bound.relays) {
        writer.xorAddress(ATTRIBUTE.xorRelayedAddress, relay.address);
      }
      writer.u32(ATTRIBUTE.lifetime, seconds);
      if (token) writer.bytes(ATTRIBUTE.reservationToken, token);
      if (bound.missing) writeMissing(writer, bound.missing);
      writer.xorAddress(ATTRIBUTE.xorMappedAddress, path.remote);
    },
  };
}

function readWish({ message }: TurnRequest): Wish | ErrorCode {
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
    token,
    isDual: additional !== null,
  };
}

function bind(
  context: TurnContext,
  { path, principal, nowMs }: TurnRequest,
  wish: Wish,
): Bound | ErrorCode {
  const holder = { user: principal.user, hostname: path.remote.hostname };
  if (wish.token) {
    const kept = context.relays.reserved(wish.token, principal.user, nowMs);
    if (!kept) return 508;
    if (context.quota.move(kept, holder)) return 486;
    context.relays.claim(wish.token, principal.user, nowMs);
    return { relays: [kept.relay], next: null, missing: null };
  }
  const count = wish.isDual || wish.evenPort === "pair" ? 2 : 1;
  const refusal = context.quota.take(holder, count);
  if (refusal) return refusal === "total" ? 508 : 486;
  const bound = open(context, path, wish);
  const opened = typeof bound === "number"
    ? 0
    : bound.relays.length + (bound.next ? 1 : 0);
  if (opened < count) context.quota.release(holder, count - opened);
  return bound;
}

function open(
  context: TurnContext,
  path: TurnRequest["path"],
  wish: Wish,
): Bound | ErrorCode {
  const first = openOne(context, path, wish.family, wish.evenPort);
  if (!wish.isDual) {
    if (typeof first === "number") return first;
    return { relays: [first.relay], next: first.next, missing: null };
  }
  const second = openOne(context, path, "ipv6", "no");
  if (typeof first === "number" && typeof second === "number") return first;
  const relays = [first, second].flatMap((one) =>
    typeof one === "number" ? [] : [one.relay]
  );
  const missing: Missing | null = typeof second === "number"
    ? { family: "ipv6", code: second }
    : typeof first === "number"
    ? { family: "ipv4", code: first }
    : null;
  return { relays, next: null, missing };
}

function openOne(
  { effects, relays }: TurnContext,
  path: TurnRequest["path"],
  family: Family,
  evenPort: Wish["evenPort"],
): { readonly relay: Relay; readonly next: Relay | null } | 440 | 508 {
  const hostname = effects.relayHostname(path, family);
  if (hostname === null) return 440;
  if (evenPort !== "no") {
    return relays.openEven(hostname, evenPort === "pair") ?? 508;
  }
  const relay = relays.open(hostname);
  return relay ? { relay, next: null } : 508;
}

function commit(
  context: TurnContext,
  { message, path, principal, nowMs }: TurnRequest,
  relays: readonly Relay[],
  seat: Seat | null,
  seconds: number,
): void {
  const allocation = new Allocation(
    path,
    principal,
    seat,
    message.transactionId.slice(),
    context.limits,
    nowMs,
  );
  if (seat) context.seats.seenAt(seat.peerId, path.remote.hostname);
  for (const relay of relays) {
    relay.expiresMs = nowMs + seconds * 1000;
    attachRelay(allocation, relay);
  }
  context.allocations.add(allocation);
  path.allocation = allocation;
}

function keep(
  { relays, limits }: TurnContext,
  { path, principal, nowMs }: TurnRequest,
  relay: Relay,
): Uint8Array {
  return relays.reserve({
    relay,
    user: principal.user,
    hostname: path.remote.hostname,
    expiresMs: nowMs + limits.reservationMs,
  });
}

function writeMissing(writer: MessageWriter, { family, code }: Missing): void {
  const number = FAMILY_NUMBER[family];
  writer.bytes(
    ATTRIBUTE.addressErrorCode,
    Uint8Array.of(number, 0, Math.floor(code / 100), code % 100),
  );
}

/** An expired allocation is none, even before the sweep. */
function endExpired(
  context: TurnContext,
  { path, nowMs }: TurnRequest,
): void {
  const relays = path.allocation?.relays ?? [];
  if (path.allocation && relays.every((relay) => relay.expiresMs <= nowMs)) {
    endAllocation(context, path.allocation);
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
