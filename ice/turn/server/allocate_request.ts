/**
 * Attributes of an Allocate request (RFC 8656 §7.2).
 *
 * @module
 */
import type { AddressFamily } from "../../../server/net/ip_address.ts";
import {
  ATTRIBUTE,
  PROTOCOL_UDP,
  type StunErrorCode,
} from "../../stun/iana_registry.ts";
import type { StunMessage } from "../../stun/stun_message.ts";
import { readFamily } from "./request_attributes.ts";

/** Attributes of an Allocate request, checked against each other. */
export interface AllocateRequest {
  /** Requested family; IPv4 by default. */
  readonly family: AddressFamily;
  /** Whether EVEN-PORT requests an even port, or a pair. */
  readonly evenPort: "no" | "even" | "pair";
  /** Token of a reserved port; null without one. */
  readonly reservationToken: Uint8Array | null;
  /** Whether ADDITIONAL-ADDRESS-FAMILY requests an IPv6 address too. */
  readonly isDual: boolean;
}

/** Reads the attributes, or returns the error to respond with. */
export function readAllocateRequest(
  message: StunMessage,
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
