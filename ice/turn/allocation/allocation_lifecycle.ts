/**
 * Creation and end of allocations and relayed addresses, and the sweep of
 * expired state (RFC 8656 §5, §9, §12).
 *
 * @module
 */
import type {
  Allocation,
  ChannelBinding,
  FiveTuple,
  RelayedAddress,
  TurnPrincipal,
} from "./allocation.ts";
import type { NetworkQuota, NetworkQuotaRefusal } from "./network_quota.ts";
import type { QuotaHolder, RelayQuota } from "./allocation_quota.ts";
import type { RelayedAddressTable } from "./relayed_address_table.ts";
import type { RelaySeatRegistry } from "../../policy/seat_registry.ts";
import type { ExpiryQueue } from "./expiry_queue.ts";

/** State of all allocations. */
export interface AllocationContext {
  /** Live allocations. */
  readonly allocations: Set<Allocation>;
  /** Those with a credential of `/ice`, oldest first. */
  readonly anonymousAllocations: Set<Allocation>;
  /** Live allocations of each seat, by member id. */
  readonly allocationsBySeat: Map<string, Set<Allocation>>;
  /** When to look at an allocation for expired state. */
  readonly expiries: ExpiryQueue<Allocation>;
  /** Relayed addresses, reserved ones included. */
  readonly relayedAddresses: RelayedAddressTable;
  /** Number of relayed ports per user and network. */
  readonly quota: RelayQuota;
  /** Number of permissions and channels per network. */
  readonly permissionQuota: NetworkQuota;
  /** Live seats of the rooms. */
  readonly seats: RelaySeatRegistry;
}

/** Adds a relayed address that is already bound and counted. */
export function attachRelayedAddress(
  { seats }: AllocationContext,
  allocation: Allocation,
  relayedAddress: RelayedAddress,
): void {
  relayedAddress.allocation = allocation;
  allocation.relayedAddresses.push(relayedAddress);
  const { seat } = allocation;
  if (seat) seats.adjustRelayedCount(seat, relayedAddress.address.hostname, 1);
}

/** Closes one relayed address; with the last one, the allocation ends. */
export function endRelayedAddress(
  context: AllocationContext,
  allocation: Allocation,
  relayedAddress: RelayedAddress,
): void {
  const at = allocation.relayedAddresses.indexOf(relayedAddress);
  if (at < 0) return;
  allocation.relayedAddresses.splice(at, 1);
  for (const permission of [...allocation.permissions.values()]) {
    if (permission.relayedAddress === relayedAddress) {
      allocation.removePermission(permission);
    }
  }
  releaseRemovedPermissions(context, allocation);
  const { seat, fiveTuple } = allocation;
  const { hostname } = relayedAddress.address;
  if (seat) context.seats.adjustRelayedCount(seat, hostname, -1);
  context.relayedAddresses.close(relayedAddress);
  context.quota.release(quotaHolderOf(allocation), 1);
  if (allocation.relayedAddresses.length > 0) return;
  removeAllocation(context, allocation);
  if (fiveTuple.allocation === allocation) fiveTuple.allocation = null;
  fiveTuple.allocationEnded();
}

/** Adds an allocation whose relayed addresses are attached. */
export function addAllocation(
  context: AllocationContext,
  allocation: Allocation,
): void {
  const { seat, fiveTuple, principal } = allocation;
  context.allocations.add(allocation);
  context.expiries.schedule(allocation, nextExpiryMs(allocation));
  if (principal.isAnonymous) context.anonymousAllocations.add(allocation);
  if (!seat) return;
  const ofSeat = context.allocationsBySeat.get(seat.memberId) ??
    new Set<Allocation>();
  context.allocationsBySeat.set(seat.memberId, ofSeat.add(allocation));
  context.seats.addClientAddress(seat, fiveTuple.remote);
}

function removeAllocation(
  context: AllocationContext,
  allocation: Allocation,
): void {
  const { seat, fiveTuple } = allocation;
  context.allocations.delete(allocation);
  context.anonymousAllocations.delete(allocation);
  context.expiries.remove(allocation);
  if (!seat) return;
  const ofSeat = context.allocationsBySeat.get(seat.memberId);
  ofSeat?.delete(allocation);
  if (ofSeat?.size === 0) context.allocationsBySeat.delete(seat.memberId);
  context.seats.removeClientAddress(seat, fiveTuple.remote);
}

/** Closes all relayed addresses of an allocation, which ends it. */
export function endAllocation(
  context: AllocationContext,
  allocation: Allocation,
): void {
  for (const relayedAddress of [...allocation.relayedAddresses]) {
    endRelayedAddress(context, allocation, relayedAddress);
  }
}

/** Counts permissions and channels that are about to be added, all or none. */
export function acquirePermissions(
  { permissionQuota }: AllocationContext,
  allocation: Allocation,
  count: number,
): NetworkQuotaRefusal | null {
  const { hostname } = allocation.fiveTuple.remote;
  const refusal = permissionQuota.acquire(hostname, count);
  if (refusal === null) allocation.countedPermissions += count;
  return refusal;
}

/** Gives back what is counted and no longer there. */
function releaseRemovedPermissions(
  { permissionQuota }: AllocationContext,
  allocation: Allocation,
): void {
  const count = allocation.permissions.size + allocation.channels.size;
  const { hostname } = allocation.fiveTuple.remote;
  permissionQuota.add(hostname, count - allocation.countedPermissions);
  allocation.countedPermissions = count;
}

/** Removes a channel binding. */
export function removeChannel(
  context: AllocationContext,
  allocation: Allocation,
  channel: ChannelBinding,
): void {
  allocation.channels.delete(channel.number);
  channel.permission.channels.delete(channel.peer.port);
  releaseRemovedPermissions(context, allocation);
}

/** Ends expired state; called about once a second. Looks only at what is due. */
export function sweepExpired(context: AllocationContext, nowMs: number): void {
  for (const allocation of context.expiries.takeDue(nowMs)) {
    for (const relayedAddress of [...allocation.relayedAddresses]) {
      if (relayedAddress.expiresMs <= nowMs) {
        endRelayedAddress(context, allocation, relayedAddress);
      }
    }
    sweepPermissions(context, allocation, nowMs);
    if (context.allocations.has(allocation)) {
      context.expiries.schedule(allocation, nextExpiryMs(allocation));
    }
  }
  const { reservations } = context.relayedAddresses;
  for (const [token, { relayedAddress, holder, expiresMs }] of reservations) {
    // All reservations last equally long, so the first ones are the oldest.
    if (expiresMs > nowMs) break;
    reservations.delete(token);
    context.relayedAddresses.close(relayedAddress);
    context.quota.release(holder, 1);
  }
}

/** Earliest time at which something of the allocation expires. */
function nextExpiryMs(allocation: Allocation): number {
  let next = Infinity;
  for (const { expiresMs } of allocation.relayedAddresses) {
    next = Math.min(next, expiresMs);
  }
  for (const { expiresMs } of allocation.channels.values()) {
    next = Math.min(next, expiresMs);
  }
  for (const { expiresMs, channels } of allocation.permissions.values()) {
    if (channels.size === 0) next = Math.min(next, expiresMs);
  }
  return next;
}

/** Ends the oldest allocation of a credential of `/ice`; false without one. */
export function endOldestAnonymous(context: AllocationContext): boolean {
  for (const oldest of context.anonymousAllocations) {
    endAllocation(context, oldest);
    return true;
  }
  return false;
}

/** User and client that the ports of a client count for. */
export function quotaHolderOf(
  { principal, fiveTuple }: {
    readonly principal: TurnPrincipal;
    readonly fiveTuple: FiveTuple;
  },
): QuotaHolder {
  const { user, isAnonymous } = principal;
  return { user, hostname: fiveTuple.remote.hostname, isAnonymous };
}

function sweepPermissions(
  context: AllocationContext,
  allocation: Allocation,
  nowMs: number,
): void {
  for (const channel of allocation.channels.values()) {
    if (channel.expiresMs <= nowMs) removeChannel(context, allocation, channel);
  }
  for (const permission of allocation.permissions.values()) {
    const isIdle = permission.channels.size === 0;
    if (isIdle && permission.expiresMs <= nowMs) {
      allocation.removePermission(permission);
    }
  }
  releaseRemovedPermissions(context, allocation);
}
