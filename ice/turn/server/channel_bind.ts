/**
 * ChannelBind (RFC 8656 §12.2); also installs or refreshes the permission.
 *
 * @module
 */
import type { TransportAddress } from "../../../server/net/ip_address.ts";
import { ATTRIBUTE, type StunErrorCode } from "../../stun/iana_registry.ts";
import type { Allocation } from "../allocation/allocation.ts";
import {
  acquirePermissions,
  removeChannel,
} from "../allocation/allocation_lifecycle.ts";
import { refuse } from "./refuse.ts";
import type { RequestOutcome, TurnRequest } from "./response.ts";
import type { TurnContext } from "./turn_context.ts";
import { permissionErrorOf } from "./create_permission.ts";
import { readPeerAddress } from "./request_attributes.ts";

const FIRST_CHANNEL = 0x4000;

/**
 * RFC 8656 §12 ends at 0x4FFF; clients of RFC 5766 use numbers up to 0x7FFF, and
 * no other protocol on the port starts with these bits.
 */
const LAST_CHANNEL = 0x7fff;

/** Handles ChannelBind. */
export function handleChannelBind(
  context: TurnContext,
  { message, nowMs }: TurnRequest,
  allocation: Allocation,
): RequestOutcome {
  const value = message.value(ATTRIBUTE.channelNumber);
  const peer = readPeerAddress(message);
  if (value?.length !== 4 || !peer) return { error: 400 };
  const number = ((value[0] ?? 0) << 8) | (value[1] ?? 0);
  if (number < FIRST_CHANNEL || number > LAST_CHANNEL) return { error: 400 };
  removeExpiredBindings(context, allocation, number, peer, nowMs);
  const error = conflictErrorOf(allocation, number, peer) ??
    permissionErrorOf(context, allocation, peer) ??
    capacityErrorOf(context, allocation, number, peer);
  if (error) return { error };
  const added = (allocation.channels.has(number) ? 0 : 1) +
    (allocation.permissions.has(peer.hostname) ? 0 : 1);
  if (acquirePermissions(context, allocation, added)) {
    return refuse(context, allocation.fiveTuple, "relay-permissions-full", 508);
  }
  const permission = allocation.addPermission(peer.hostname);
  if (!permission) return { error: 443 };
  const { permissionMs, channelMs } = context.limits;
  permission.expiresMs = nowMs + permissionMs;
  const channel = allocation.channels.get(number) ??
    { number, permission, peer, expiresMs: 0 };
  channel.expiresMs = nowMs + channelMs;
  allocation.channels.set(number, channel);
  permission.channels.set(peer.port, channel);
  const expiresMs = Math.min(permission.expiresMs, channel.expiresMs);
  context.expiries.schedule(allocation, expiresMs);
  return { success: () => {} };
}

/** Removes expired bindings that the sweep has not reached yet. */
function removeExpiredBindings(
  context: TurnContext,
  allocation: Allocation,
  number: number,
  peer: TransportAddress,
  nowMs: number,
): void {
  const ofPeer = allocation.permissions.get(peer.hostname)?.channels.get(
    peer.port,
  );
  for (const channel of [allocation.channels.get(number), ofPeer]) {
    if (channel && channel.expiresMs <= nowMs) {
      removeChannel(context, allocation, channel);
    }
  }
}

/** Error when the number or the peer is already bound to another. */
function conflictErrorOf(
  allocation: Allocation,
  number: number,
  peer: TransportAddress,
): StunErrorCode | null {
  const ofNumber = allocation.channels.get(number);
  const ofPeer = allocation.permissions.get(peer.hostname)?.channels.get(
    peer.port,
  );
  return ofNumber === ofPeer ? null : 400;
}

function capacityErrorOf(
  { limits }: TurnContext,
  allocation: Allocation,
  number: number,
  peer: TransportAddress,
): StunErrorCode | null {
  const isNewChannel = !allocation.channels.has(number);
  if (isNewChannel && allocation.channels.size >= limits.maxChannels) {
    return 508;
  }
  const isNewPermission = !allocation.permissions.has(peer.hostname);
  return isNewPermission && allocation.permissions.size >= limits.maxPermissions
    ? 508
    : null;
}
