/**
 * Relays from a peer to the client (RFC 8656 §11.3, §12.7): as ChannelData when
 * a channel is bound, otherwise as a Data indication. The header is written in
 * front of the payload, without a copy.
 *
 * @module
 */
import { writeUint16 } from "../../stun/byte_order.ts";
import {
  ATTRIBUTE,
  FAMILY_NUMBER,
  MAGIC_COOKIE,
  MAGIC_COOKIE_BYTES,
  METHOD,
} from "../../stun/iana_registry.ts";
import { encodeMessageType } from "../../stun/message_writer.ts";
import type {
  Allocation,
  Permission,
  RelayedAddress,
} from "../allocation/allocation.ts";
import { MAX_DATAGRAM_BYTES, type Packet } from "./packet_buffer.ts";
import type { RelayContext } from "./relay_context.ts";
import { refreshPolicyDecision } from "./policy_decision.ts";

const DATA_INDICATION = encodeMessageType(METHOD.data, 1);

/** Relays one datagram from the network that arrived at a relayed address. */
export function relayFromPeer(
  context: RelayContext,
  relayedAddress: RelayedAddress,
  packet: Packet,
  hostname: string,
  port: number,
): void {
  const { counters } = context;
  const { start, end, nowMs } = packet;
  const { allocation } = relayedAddress;
  if (!allocation || relayedAddress.expiresMs <= nowMs) {
    return counters.countDrop("no-such-relay");
  }
  const permission = allocation.permissions.get(hostname);
  if (!permission || permission.expiresMs <= nowMs) {
    return counters.countDrop("no-permission");
  }
  refreshPolicyDecision(context, allocation, permission);
  if (!permission.isAllowed) return counters.countDrop("peer-denied");
  const excess = context.byteRates.take(allocation, end - start, nowMs);
  if (excess !== null) return counters.countDrop(excess);
  sendToClient(context, allocation, permission, port, packet);
}

/** Sends a payload to the client, with the address of the peer. */
export function sendToClient(
  { counters }: RelayContext,
  { fiveTuple }: Allocation,
  permission: Permission,
  port: number,
  { bytes, start, end, nowMs }: Packet,
): void {
  const channel = permission.channels.get(port);
  const isBound = channel !== undefined && channel.expiresMs > nowMs;
  const head = isBound
    ? writeChannelHeader(bytes, start, end, channel.number)
    : writeDataHeader(bytes, start, end, permission.ipBytes, port);
  let last = end;
  if (fiveTuple.isStream || !isBound) {
    while ((last - start) & 3) bytes[last++] = 0;
  }
  if (last - head > MAX_DATAGRAM_BYTES) return counters.countDrop("too-long");
  const relayed = counters.relayedBy[fiveTuple.transport];
  relayed.toClients++;
  relayed.toClientsBytes += end - start;
  fiveTuple.send(bytes, head, last);
}

function writeChannelHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
  number: number,
): number {
  const head = start - 4;
  writeUint16(bytes, head, number);
  writeUint16(bytes, head + 2, end - start);
  return head;
}

function writeDataHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
  ip: Uint8Array,
  port: number,
): number {
  const head = start - 32 - ip.length;
  writeUint16(bytes, head, DATA_INDICATION);
  writeUint16(bytes, head + 2, 12 + ip.length + ((end - start + 3) & ~3));
  for (let at = 0; at < 4; at++) {
    bytes[head + 4 + at] = MAGIC_COOKIE_BYTES[at] ?? 0;
  }
  writeTransactionId(bytes, head + 8);
  writeUint16(bytes, head + 20, ATTRIBUTE.xorPeerAddress);
  writeUint16(bytes, head + 22, 4 + ip.length);
  writeUint16(
    bytes,
    head + 24,
    ip.length === 4 ? FAMILY_NUMBER.ipv4 : FAMILY_NUMBER.ipv6,
  );
  writeUint16(bytes, head + 26, port ^ (MAGIC_COOKIE >>> 16));
  // The mask of the address is the cookie and the transaction id behind it.
  for (let at = 0; at < ip.length; at++) {
    bytes[head + 28 + at] = (ip[at] ?? 0) ^ (bytes[head + 4 + at] ?? 0);
  }
  writeUint16(bytes, start - 4, ATTRIBUTE.data);
  writeUint16(bytes, start - 2, end - start);
  return head;
}

let indicationCounter = 0;

/** An indication has no response, so its id only has to differ from the last one. */
function writeTransactionId(bytes: Uint8Array, at: number): void {
  indicationCounter = (indicationCounter + 0x9e3779b9) >>> 0;
  writeUint16(bytes, at, indicationCounter >>> 16);
  writeUint16(bytes, at + 2, indicationCounter);
  for (let byte = 4; byte < 12; byte++) bytes[at + byte] = 0;
}
