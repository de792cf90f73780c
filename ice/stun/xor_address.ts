/**
 * XOR-MAPPED-ADDRESS, XOR-PEER-ADDRESS and XOR-RELAYED-ADDRESS (RFC 8489 §14.2,
 * RFC 8656 §18.3, §18.5).
 *
 * @module
 */
import {
  ipFromBytes,
  ipToBytes,
  type TransportAddress,
} from "../../server/net/ip_address.ts";
import { FAMILY_NUMBER, MAGIC_COOKIE } from "./iana_registry.ts";

/** Encodes an address; an IPv6 one is masked with the transaction id too. */
export function encodeXorAddress(
  address: TransportAddress,
  transactionId: Uint8Array,
): Uint8Array {
  const ip = ipToBytes(address.hostname);
  const value = new Uint8Array(4 + ip.length);
  value[1] = ip.length === 4 ? FAMILY_NUMBER.ipv4 : FAMILY_NUMBER.ipv6;
  value[2] = (address.port >> 8) ^ (MAGIC_COOKIE >>> 24);
  value[3] = (address.port & 0xff) ^ ((MAGIC_COOKIE >>> 16) & 0xff);
  for (let at = 0; at < ip.length; at++) {
    value[4 + at] = (ip[at] ?? 0) ^ xorMaskByte(at, transactionId);
  }
  return value;
}

/** Decodes a value; null when its family or length is wrong. */
export function decodeXorAddress(
  value: Uint8Array,
  transactionId: Uint8Array,
): TransportAddress | null {
  const length = value[1] === FAMILY_NUMBER.ipv4
    ? 4
    : value[1] === FAMILY_NUMBER.ipv6
    ? 16
    : 0;
  if (length === 0 || value.length !== 4 + length) return null;
  const port = (((value[2] ?? 0) << 8) | (value[3] ?? 0)) ^
    (MAGIC_COOKIE >>> 16);
  const ip = new Uint8Array(length);
  for (let at = 0; at < length; at++) {
    ip[at] = (value[4 + at] ?? 0) ^ xorMaskByte(at, transactionId);
  }
  return { hostname: ipFromBytes(ip), port };
}

function xorMaskByte(at: number, transactionId: Uint8Array): number {
  return at < 4
    ? (MAGIC_COOKIE >>> (24 - 8 * at)) & 0xff
    : transactionId[at - 4] ?? 0;
}
