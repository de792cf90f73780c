/**
 * Relays from the client to a peer: ChannelData (RFC 8656 §12.4, §12.6) and Send
 * indications (§11.2). Hot path: allocates memory only for a new port of a peer.
 *
 * @module
 */
import {
  ipFromBytes,
  packIpv4,
  type TransportAddress,
} from "../../../server/net/ip_address.ts";
import { isServicePort } from "../../policy/service_ports.ts";
import {
  AttributeReader,
  type DecodeFailure,
} from "../../stun/attribute_reader.ts";
import { hasMagicCookie, readUint16 } from "../../stun/byte_order.ts";
import {
  ATTRIBUTE,
  FAMILY_NUMBER,
  MAGIC_COOKIE,
  MAGIC_COOKIE_BYTES,
  METHOD,
  STUN_HEADER_BYTES,
} from "../../stun/iana_registry.ts";
import type {
  Allocation,
  FiveTuple,
  Permission,
  RelayedAddress,
} from "../allocation/allocation.ts";
import type { RelayContext } from "./relay_context.ts";
import type { Packet } from "./packet_buffer.ts";
import { sendToClient } from "./relay_to_client.ts";
import { refreshPolicyDecision } from "./policy_decision.ts";

/** Relays one ChannelData message. */
export function relayChannelData(
  context: RelayContext,
  fiveTuple: FiveTuple,
  packet: Packet,
): void {
  const { counters } = context;
  const { allocation } = fiveTuple;
  if (!allocation) return counters.countDrop("no-allocation");
  const { bytes, start, end, nowMs } = packet;
  const length = readUint16(bytes, start + 2);
  const dataEnd = start + 4 + length;
  if (end - start < 4 || dataEnd > end) {
    return counters.countDrop("bad-channel-data");
  }
  const channel = allocation.channels.get(readUint16(bytes, start));
  if (!channel || channel.expiresMs <= nowMs) {
    return counters.countDrop("no-channel");
  }
  const { permission, peer } = channel;
  packet.set(bytes, start + 4, dataEnd, nowMs);
  relayToPeer(context, allocation, permission, peer, packet);
}

/** Relays the DATA of one Send indication. */
export function relaySendIndication(
  context: RelayContext,
  fiveTuple: FiveTuple,
  packet: Packet,
): void {
  const { counters } = context;
  const { allocation } = fiveTuple;
  if (!allocation) return counters.countDrop("no-allocation");
  const { bytes, nowMs } = packet;
  const failure = locateAttributes(packet);
  if (failure !== null) return counters.countDrop(failure);
  const { peerAt, dataAt, dataBytes } = indication;
  const permission = findPermission(allocation, packet);
  if (!permission || permission.expiresMs <= nowMs) {
    return counters.countDrop("no-permission");
  }
  const port = readUint16(bytes, peerAt + 2) ^ (MAGIC_COOKIE >>> 16);
  const peer = permission.peerAddress(port);
  packet.set(bytes, dataAt, dataAt + dataBytes, nowMs);
  relayToPeer(context, allocation, permission, peer, packet);
}

/** Reused, since the hot path creates no object. */
const reader = new AttributeReader();
/** Values of the last indication, at -1 when missing. */
const indication = { peerAt: -1, peerBytes: 0, dataAt: -1, dataBytes: 0 };

/** Finds the first XOR-PEER-ADDRESS and DATA, and checks the whole message. */
function locateAttributes(
  { bytes, start, end }: Packet,
): DecodeFailure | "unknown-attribute" | "bad-indication" | null {
  reader.begin(bytes, start, end);
  indication.peerAt = -1;
  indication.dataAt = -1;
  let hasUnknown = false;
  while (reader.next()) {
    if (reader.type === ATTRIBUTE.xorPeerAddress) {
      if (indication.peerAt >= 0) continue;
      indication.peerAt = reader.start;
      indication.peerBytes = reader.length;
    } else if (reader.type === ATTRIBUTE.data) {
      if (indication.dataAt >= 0) continue;
      indication.dataAt = reader.start;
      indication.dataBytes = reader.length;
    } else if (reader.type < 0x8000) hasUnknown = true;
  }
  if (reader.failure !== null) return reader.failure;
  if (hasUnknown) return "unknown-attribute";
  return indication.peerAt < 0 || indication.dataAt < 0
    ? "bad-indication"
    : null;
}

function relayToPeer(
  context: RelayContext,
  allocation: Allocation,
  permission: Permission,
  peer: TransportAddress,
  packet: Packet,
): void {
  const { counters } = context;
  const { bytes, start, end, nowMs } = packet;
  if (!refreshPolicyDecision(context, allocation, permission)) {
    return counters.countDrop("peer-denied");
  }
  if (permission.relayedAddress.expiresMs <= nowMs) {
    return counters.countDrop("no-allocation");
  }
  const excess = context.byteRates.take(allocation, end - start, nowMs);
  if (excess !== null) return counters.countDrop(excess);
  const target = permission.localRelayedPorts?.get(peer.port);
  if (target) {
    return relayLocally(context, allocation, permission, target, packet);
  }
  if (!permission.isAllowed) return counters.countDrop("no-such-relay");
  if (permission.isOwnAddress && context.machine.isOwnPort(peer.port)) {
    return counters.countDrop("own-port");
  }
  if (isServicePort(peer.port) && !permission.isOpenedByOperator) {
    return counters.countDrop("service-port");
  }
  // A translator could bring it back to this server from its own address, which
  // would then count as that of the member.
  if (isAllocateRequest(packet)) {
    return counters.countDrop("relayed-allocate");
  }
  const relayed = counters.relayedBy[allocation.fiveTuple.transport];
  relayed.toPeers++;
  relayed.toPeersBytes += end - start;
  permission.relayedAddress.socket.send(bytes, start, end, peer);
}

function isAllocateRequest({ bytes, start, end }: Packet): boolean {
  return bytes[start] === 0 && bytes[start + 1] === METHOD.allocate &&
    end - start >= STUN_HEADER_BYTES && hasMagicCookie(bytes, start);
}

/** Relays to another relayed address of this server, for room-mates only. */
function relayLocally(
  context: RelayContext,
  allocation: Allocation,
  permission: Permission,
  target: RelayedAddress,
  packet: Packet,
): void {
  const { counters } = context;
  const receiver = target.allocation;
  if (!receiver) return counters.countDrop("no-such-relay");
  const isRoomMate = permission.mayRelayLocally &&
    receiver.seat?.room === allocation.seat?.room;
  if (!isRoomMate) return counters.countDrop("not-a-room-mate");
  const { hostname, port } = permission.relayedAddress.address;
  const reverse = receiver.permissions.get(hostname);
  if (!reverse || reverse.expiresMs <= packet.nowMs) {
    return counters.countDrop("no-permission");
  }
  const relayed = counters.relayedBy[allocation.fiveTuple.transport];
  relayed.toPeers++;
  relayed.toPeersBytes += packet.end - packet.start;
  sendToClient(context, receiver, reverse, port, packet);
}

/** Finds the permission for the XOR-PEER-ADDRESS of the last indication. */
function findPermission(
  allocation: Allocation,
  { bytes, start }: Packet,
): Permission | undefined {
  const { peerAt: at, peerBytes: length } = indication;
  const family = bytes[at + 1];
  const ip = at + 4;
  if (family === FAMILY_NUMBER.ipv4 && length === 8) {
    const key = (packIpv4(bytes.subarray(ip, ip + 4)) ^ MAGIC_COOKIE) >>> 0;
    return allocation.permissionsByIpv4.get(key);
  }
  if (family !== FAMILY_NUMBER.ipv6 || length !== 20) return undefined;
  const ipBytes = new Uint8Array(16);
  for (let byte = 0; byte < 16; byte++) {
    const mask = byte < 4
      ? MAGIC_COOKIE_BYTES[byte] ?? 0
      : bytes[start + 4 + byte] ?? 0;
    ipBytes[byte] = (bytes[ip + byte] ?? 0) ^ mask;
  }
  return allocation.permissions.get(ipFromBytes(ipBytes));
}
