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
import { readUint16 } from "../../stun/byte_order.ts";
import {
  ATTRIBUTE,
  FAMILY_NUMBER,
  MAGIC_COOKIE,
  MAGIC_COOKIE_BYTES,
  STUN_HEADER_BYTES,
} from "../../stun/iana_registry.ts";
import type {
  Allocation,
  FiveTuple,
  Permission,
  RelayedAddress,
} from "../allocation/allocation.ts";
import type { RelayContext } from "./relay_context.ts";
import { sendToClient } from "./relay_to_client.ts";
import { refreshPolicyDecision } from "./policy_decision.ts";

/** Relays one ChannelData message at `bytes[start, end)`. */
export function relayChannelData(
  context: RelayContext,
  fiveTuple: FiveTuple,
  bytes: Uint8Array,
  start: number,
  end: number,
  nowMs: number,
): void {
  const { counters } = context;
  const { allocation } = fiveTuple;
  if (!allocation) return counters.countDrop("no-allocation");
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
  relayToPeer(
    context,
    allocation,
    permission,
    peer,
    bytes,
    start + 4,
    dataEnd,
    nowMs,
  );
}

/** Relays the DATA of one Send indication at `bytes[start, end)`. */
export function relaySendIndication(
  context: RelayContext,
  fiveTuple: FiveTuple,
  bytes: Uint8Array,
  start: number,
  end: number,
  nowMs: number,
): void {
  const { counters } = context;
  const { allocation } = fiveTuple;
  if (!allocation) return counters.countDrop("no-allocation");
  const failure = checkAttributes(bytes, start, end);
  if (failure !== null) return counters.countDrop(failure);
  const peerAt = findAttribute(bytes, start, end, ATTRIBUTE.xorPeerAddress);
  const dataAt = findAttribute(bytes, start, end, ATTRIBUTE.data);
  if (peerAt < 0 || dataAt < 0) return counters.countDrop("bad-indication");
  const permission = findPermission(allocation, bytes, peerAt, start);
  if (!permission || permission.expiresMs <= nowMs) {
    return counters.countDrop("no-permission");
  }
  const port = readUint16(bytes, peerAt + 6) ^ (MAGIC_COOKIE >>> 16);
  const peer = permission.peerAddress(port);
  relayToPeer(
    context,
    allocation,
    permission,
    peer,
    bytes,
    dataAt + 4,
    dataAt + 4 + readUint16(bytes, dataAt + 2),
    nowMs,
  );
}

/** Checks the lengths and types of all attributes of an indication. */
function checkAttributes(
  bytes: Uint8Array,
  start: number,
  end: number,
): "bad-attribute" | "unknown-attribute" | null {
  for (let at = start + STUN_HEADER_BYTES; at < end;) {
    const next = nextAttribute(bytes, at);
    if (at + 4 > end || next > end) return "bad-attribute";
    const type = readUint16(bytes, at);
    const isKnown = type === ATTRIBUTE.xorPeerAddress ||
      type === ATTRIBUTE.data;
    if (!isKnown && type < 0x8000) return "unknown-attribute";
    at = next;
  }
  return null;
}

/** Offset of the first attribute of a type; -1 when there is none. */
function findAttribute(
  bytes: Uint8Array,
  start: number,
  end: number,
  type: number,
): number {
  for (
    let at = start + STUN_HEADER_BYTES;
    at < end;
    at = nextAttribute(bytes, at)
  ) {
    if (readUint16(bytes, at) === type) return at;
  }
  return -1;
}

function nextAttribute(bytes: Uint8Array, at: number): number {
  return at + 4 + ((readUint16(bytes, at + 2) + 3) & ~3);
}

function relayToPeer(
  context: RelayContext,
  allocation: Allocation,
  permission: Permission,
  peer: TransportAddress,
  bytes: Uint8Array,
  start: number,
  end: number,
  nowMs: number,
): void {
  const { counters } = context;
  if (!refreshPolicyDecision(context, allocation, permission)) {
    return counters.countDrop("peer-denied");
  }
  if (permission.relayedAddress.expiresMs <= nowMs) {
    return counters.countDrop("no-allocation");
  }
  if (!allocation.byteBucket.take(end - start, nowMs)) {
    return counters.countDrop("too-fast");
  }
  const target = permission.localRelayedPorts?.get(peer.port);
  if (target) {
    return relayLocally(
      context,
      allocation,
      permission,
      target,
      bytes,
      start,
      end,
      nowMs,
    );
  }
  if (!permission.isAllowed) return counters.countDrop("no-such-relay");
  if (permission.isOwnAddress && context.machine.isOwnPort(peer.port)) {
    return counters.countDrop("own-port");
  }
  counters.relayed.toPeers++;
  counters.relayed.toPeersBytes += end - start;
  permission.relayedAddress.socket.send(bytes, start, end, peer);
}

/** Relays to another relayed address of this server, for room-mates only. */
function relayLocally(
  context: RelayContext,
  allocation: Allocation,
  permission: Permission,
  target: RelayedAddress,
  bytes: Uint8Array,
  start: number,
  end: number,
  nowMs: number,
): void {
  const { counters } = context;
  const receiver = target.allocation;
  if (!receiver) return counters.countDrop("no-such-relay");
  const isRoomMate = permission.mayRelayLocally &&
    receiver.seat?.room === allocation.seat?.room;
  if (!isRoomMate) return counters.countDrop("not-a-room-mate");
  const { hostname, port } = permission.relayedAddress.address;
  const reverse = receiver.permissions.get(hostname);
  if (!reverse || reverse.expiresMs <= nowMs) {
    return counters.countDrop("no-permission");
  }
  counters.relayed.toPeers++;
  counters.relayed.toPeersBytes += end - start;
  sendToClient(context, receiver, reverse, port, bytes, start, end, nowMs);
}

/** Finds the permission for the XOR-PEER-ADDRESS attribute at `at`. */
function findPermission(
  allocation: Allocation,
  bytes: Uint8Array,
  at: number,
  start: number,
): Permission | undefined {
  const length = readUint16(bytes, at + 2);
  const family = bytes[at + 5];
  const ip = at + 8;
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
