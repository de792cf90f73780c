/**
 * Beginning and end of relays and allocations, and the sweep that ends what
 * has expired (RFC 8656 §5, §9, §12).
 *
 * @module
 */
import type { Allocation, Relay } from "./allocation.ts";
import type { TurnContext } from "../server/turn_context.ts";

/** Gives the allocation a relayed address that is already bound and counted. */
export function attachRelay(allocation: Allocation, relay: Relay): void {
  relay.allocation = allocation;
  allocation.relays.push(relay);
  allocation.seat?.countRelayed(relay.address.hostname, 1);
}

/** Closes one relayed address; with the last one, the allocation ends. */
export function endRelay(
  context: TurnContext,
  allocation: Allocation,
  relay: Relay,
): void {
  const at = allocation.relays.indexOf(relay);
  if (at < 0) return;
  allocation.relays.splice(at, 1);
  for (const permission of [...allocation.permissions.values()]) {
    if (permission.relay === relay) allocation.forbid(permission);
  }
  allocation.seat?.countRelayed(relay.address.hostname, -1);
  context.relays.close(relay);
  context.quota.release(holderOf(allocation), 1);
  if (allocation.relays.length > 0) return;
  context.allocations.delete(allocation);
  const { path } = allocation;
  if (path.allocation === allocation) path.allocation = null;
  path.allocationEnded();
}

/** Closes everything of an allocation. */
export function endAllocation(
  context: TurnContext,
  allocation: Allocation,
): void {
  for (const relay of [...allocation.relays]) {
    endRelay(context, allocation, relay);
  }
}

/** Who the ports of the allocation are counted against. */
export function holderOf(
  { principal, path }: Allocation,
): { readonly user: string; readonly hostname: string } {
  return { user: principal.user, hostname: path.remote.hostname };
}

/** Ends what has expired; called about once a second. */
export function sweep(context: TurnContext, nowMs: number): void {
  for (const allocation of [...context.allocations]) {
    for (const relay of [...allocation.relays]) {
      if (relay.expiresMs <= nowMs) endRelay(context, allocation, relay);
    }
    sweepPeers(allocation, nowMs);
  }
  const { reservations } = context.relays;
  for (const [token, { relay, user, hostname, expiresMs }] of reservations) {
    if (expiresMs > nowMs) continue;
    reservations.delete(token);
    context.relays.close(relay);
    context.quota.release({ user, hostname }, 1);
  }
}

function sweepPeers(allocation: Allocation, nowMs: number): void {
  for (const channel of allocation.channels.values()) {
    if (channel.expiresMs > nowMs) continue;
    allocation.channels.delete(channel.number);
    channel.permission.channels.delete(channel.peer.port);
  }
  for (const permission of allocation.permissions.values()) {
    const isIdle = permission.channels.size === 0;
    if (isIdle && permission.expiresMs <= nowMs) allocation.forbid(permission);
  }
}
