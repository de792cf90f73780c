/**
 * From a peer to the client (RFC 8656 §11.3, §12.7): the header is written in
 * front of the payload where it lies, as ChannelData when a channel is bound,
 * else as a Data indication.
 *
 * @module
 */
import { ATTRIBUTE, FAMILY_NUMBER, METHOD } from "../../stun/iana_registry.ts";
import { typeField } from "../../stun/message_writer.ts";
import type {
  Allocation,
  Permission,
  Relay,
} from "../allocation/allocation.ts";
import type { TurnContext } from "../server/turn_context.ts";
import { judged } from "./policy_decision.ts";

/** Bytes that must be free in front of a payload for the longest header. */
export const HEADROOM = 64;

/** Bytes that must be free behind a payload, for padding. */
export const TAILROOM = 4;

const MAX_DATAGRAM = 65_507;
const DATA_INDICATION = typeField(METHOD.data, 1);
const COOKIE = [0x21, 0x12, 0xa4, 0x42] as const;

/** Takes one datagram from the network that arrived at a relayed address. */
export function fromPeer(
  context: TurnContext,
  relay: Relay,
  bytes: Uint8Array,
  start: number,
  end: number,
  hostname: string,
  port: number,
  nowMs: number,
): void {
  const { counters } = context;
  const { allocation } = relay;
  if (!allocation || relay.expiresMs <= nowMs) {
    return counters.drop("no-such-relay");
  }
  const permission = allocation.permissions.get(hostname);
  if (!permission || permission.expiresMs <= nowMs) {
    return counters.drop("no-permission");
  }
  judged(context, allocation, permission);
  if (!permission.isOpen) return counters.drop("peer-closed");
  if (!allocation.rate.take(end - start, nowMs)) {
    return counters.drop("too-fast");
  }
  toClient(context, allocation, permission, port, bytes, start, end, nowMs);
}

/** Sends a payload to the client, with who it is from. */
export function toClient(
  { counters }: TurnContext,
  { path }: Allocation,
  permission: Permission,
  port: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  nowMs: number,
): void {
  const channel = permission.channels.get(port);
  const isBound = channel !== undefined && channel.expiresMs > nowMs;
  const head = isBound
    ? writeChannelHeader(bytes, start, end, channel.number)
    : writeDataHeader(bytes, start, end, permission.ipBytes, port);
  let last = end;
  if (path.isStream || !isBound) {
    while ((last - start) & 3) bytes[last++] = 0;
  }
  if (last - head > MAX_DATAGRAM) return counters.drop("too-long");
  counters.relayed.toClients++;
  counters.relayed.toClientsBytes += end - start;
  path.send(bytes, head, last);
}

function writeChannelHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
  number: number,
): number {
  const head = start - 4;
  write16(bytes, head, number);
  write16(bytes, head + 2, end - start);
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
  write16(bytes, head, DATA_INDICATION);
  write16(bytes, head + 2, 12 + ip.length + ((end - start + 3) & ~3));
  for (let at = 0; at < 4; at++) bytes[head + 4 + at] = COOKIE[at] ?? 0;
  writeTransactionId(bytes, head + 8);
  write16(bytes, head + 20, ATTRIBUTE.xorPeerAddress);
  write16(bytes, head + 22, 4 + ip.length);
  write16(
    bytes,
    head + 24,
    ip.length === 4 ? FAMILY_NUMBER.ipv4 : FAMILY_NUMBER.ipv6,
  );
  write16(bytes, head + 26, port ^ 0x2112);
  // Cookie and transaction id lie side by side, and are the mask of the address.
  for (let at = 0; at < ip.length; at++) {
    bytes[head + 28 + at] = (ip[at] ?? 0) ^ (bytes[head + 4 + at] ?? 0);
  }
  write16(bytes, start - 4, ATTRIBUTE.data);
  write16(bytes, start - 2, end - start);
  return head;
}

let indications = 0;

/** An indication is never answered, so its id need only differ from the last. */
function writeTransactionId(bytes: Uint8Array, at: number): void {
  indications = (indications + 0x9e3779b9) >>> 0;
  write16(bytes, at, indications >>> 16);
  write16(bytes, at + 2, indications);
  for (let byte = 4; byte < 12; byte++) bytes[at + byte] = 0;
}

function write16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
}
