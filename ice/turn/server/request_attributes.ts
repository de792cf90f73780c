/**
 * Reads attributes that several requests have in common (RFC 8656 §18).
 *
 * @module
 */
import type {
  AddressFamily,
  TransportAddress,
} from "../../../server/net/ip_address.ts";
import type { StunMessage } from "../../stun/stun_message.ts";
import { ATTRIBUTE, FAMILY_NUMBER } from "../../stun/iana_registry.ts";
import { decodeXorAddress } from "../../stun/xor_address.ts";
import type { TurnLimits } from "./turn_limits.ts";

/** Reads LIFETIME in seconds; undefined when absent, null when malformed. */
export function readLifetime(message: StunMessage): number | null | undefined {
  const value = message.value(ATTRIBUTE.lifetime);
  if (!value) return undefined;
  if (value.length !== 4) return null;
  return new DataView(value.buffer, value.byteOffset, 4).getUint32(0);
}

/** Computes the granted lifetime (§7.2, §8.2); null when LIFETIME is malformed. */
export function grantLifetimeSeconds(
  message: StunMessage,
  limits: TurnLimits,
): number | null {
  const requested = readLifetime(message);
  if (requested === null) return null;
  return Math.max(
    Math.min(requested ?? 0, limits.maxLifetimeSeconds),
    limits.defaultLifetimeSeconds,
  );
}

/** Reads one of the two family attributes; null when absent. */
export function readFamily(
  message: StunMessage,
  type: number,
): AddressFamily | "malformed" | "unknown" | null {
  const value = message.value(type);
  if (!value) return null;
  if (value.length !== 4) return "malformed";
  if (value[0] === FAMILY_NUMBER.ipv4) return "ipv4";
  return value[0] === FAMILY_NUMBER.ipv6 ? "ipv6" : "unknown";
}

/** Reads the first XOR-PEER-ADDRESS; null when it is missing or malformed. */
export function readPeerAddress(message: StunMessage): TransportAddress | null {
  const value = message.value(ATTRIBUTE.xorPeerAddress);
  return value ? decodeXorAddress(value, message.transactionId) : null;
}

/** Reads every XOR-PEER-ADDRESS; null when there is none or one is malformed. */
export function readPeerAddresses(
  message: StunMessage,
): TransportAddress[] | null {
  const peers: TransportAddress[] = [];
  for (const span of message.attributes) {
    if (span.type !== ATTRIBUTE.xorPeerAddress) continue;
    const peer = decodeXorAddress(message.bytesOf(span), message.transactionId);
    if (!peer) return null;
    peers.push(peer);
  }
  return peers.length > 0 ? peers : null;
}
