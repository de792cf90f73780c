/**
 * User part of the credentials of `/ice`, which name no seat. It contains a MAC
 * of the network that fetched it, so the server keeps no list: the credential
 * works from that network only, and its relayed ports count together.
 *
 * The network is not always comparable. A browser may fetch over one family and
 * use TURN over the other, and a private address may be that of a proxy or a
 * translator. Such a credential counts by network too, but is not refused.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import {
  type AddressFamily,
  addressFamilyOf,
} from "../../server/net/ip_address.ts";
import { subscriberKeyOf } from "../../server/net/network_key.ts";
import { classifyAddress } from "../policy/special_ranges.ts";

const ANONYMOUS_PREFIX = "anon-";
const FAMILY_DIGIT: Readonly<Record<AddressFamily, string>> = {
  ipv4: "4",
  ipv6: "6",
};
const TAG_BYTES = 9;

/** User part of a credential that is not bound to a network. */
export const UNBOUND_USER: string = `${ANONYMOUS_PREFIX}any`;

/**
 * Formats the user part for a client.
 *
 * @param hostname Canonical address that fetched it; null when it is not known.
 */
export function formatAnonymousUser(
  secret: string,
  hostname: string | null,
): string {
  return hostname === null || classifyAddress(hostname) !== "public"
    ? UNBOUND_USER
    : boundUserOf(secret, hostname);
}

/** Whether a user part names no seat but a visitor of `/ice`. */
export function isAnonymousUser(user: string): boolean {
  return user.startsWith(ANONYMOUS_PREFIX);
}

/** Whether a client at the address may use an anonymous credential. */
export function mayUseAnonymously(
  secret: string,
  user: string,
  hostname: string,
): boolean {
  const family = user.charAt(ANONYMOUS_PREFIX.length);
  const isComparable = family === FAMILY_DIGIT[addressFamilyOf(hostname)] &&
    user.length === boundLength() && classifyAddress(hostname) === "public";
  return !isComparable || user === boundUserOf(secret, hostname);
}

/** User that the relayed ports of an anonymous credential count for. */
export function quotaUserOfAnonymous(user: string, hostname: string): string {
  return user.length === boundLength()
    ? user
    : `${ANONYMOUS_PREFIX}at ${subscriberKeyOf(hostname)}`;
}

function boundUserOf(secret: string, hostname: string): string {
  const tag = createHmac("sha256", secret)
    .update(`anonymous network ${subscriberKeyOf(hostname)}`)
    .digest().subarray(0, TAG_BYTES).toString("base64url");
  return `${ANONYMOUS_PREFIX}${FAMILY_DIGIT[addressFamilyOf(hostname)]}${tag}`;
}

function boundLength(): number {
  return ANONYMOUS_PREFIX.length + 1 + TAG_BYTES * 4 / 3;
}
