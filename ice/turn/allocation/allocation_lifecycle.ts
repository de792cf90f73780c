/**
 * Beginning and end of relays and allocations, and the sweep that ends what
 * has expired (RFC 8656 §5, §9, §12).
 *
 * @module
 */
import type { Allocation, RelayedAddress } from "./allocation.ts";
import type { RelayQuota } from "./allocation_quota.ts";
import type { RelayedAddressTable } from "./relayed_address_table.ts";

/** State of all allocations. */
export interface AllocationContext {
  /** Live allocations. */
  readonly allocations: Set<Allocation>;
  /** Relayed addresses, reserved ones included. */
  readonly relayedAddresses: RelayedAddressTable;
  /** Number of relayed ports per user and network. */
  readonly quota: RelayQuota;
}

/** Gives the allocation a relayed address that is already bound and counted. */
export function attachRelayedAddress(
  allocation: Allocation,
  relay: RelayedAddress,
): void {
  relay.allocation = allocation;
  allocation.relayedAddresses.push(relay);
  allocation.seat?.adjustRelayedCount(relay.address.hostname, 1);
}

/** Closes one relayed address; with the last one, the allocation ends. */
export function endRelayedAddress(
  context: AllocationContext,
  allocation: Allocation,
  relay: RelayedAddress,
): void {
  const at = allocation.relayedAddresses.indexOf(relay);
  if (at < 0) return;
  allocation.relayedAddresses.splice(at, 1);
  for (const permission of [...allocation.permissions.values()]) {
    if (permission.relayedAddress === relay) {
      allocation.removePermission(permission);
    }
  }
  allocation.seat?.adjustRelayedCount(relay.address.hostname, -1);
  context.relayedAddresses.close(relay);
  context.quota.release(quotaHolderOf(allocation), 1);
  if (allocation.relayedAddresses.length > 0) return;
  context.allocations.delete(allocation);
  const { fiveTuple } = allocation;
  if (fiveTuple.allocation === allocation) fiveTuple.allocation = null;
  fiveTuple.allocationEnded();
}

/** Closes everything of an allocation. */
export function endAllocation(
  context: AllocationContext,
  allocation: Allocation,
): void {
  for (const relay of [...allocation.relayedAddresses]) {
    endRelayedAddress(context, allocation, relay);
  }
}

/** Who the ports of the allocation are counted against. */
export function quotaHolderOf(
  { principal, fiveTuple }: Allocation,
): { readonly user: string; readonly hostname: string } {
  return { user: principal.user, hostname: fiveTuple.remote.hostname };
}

/** Ends what has expired; called about once a second. */
export function sweepExpired(context: AllocationContext, nowMs: number): void {
  for (const allocation of [...context.allocations]) {
    for (const relay of [...allocation.relayedAddresses]) {
      if (relay.expiresMs <= nowMs) {
        endRelayedAddress(context, allocation, relay);
      }
    }
    sweepPermissions(allocation, nowMs);
  }
  const { reservations } = context.relayedAddresses;
  for (
    const [token, { relayedAddress, user, hostname, expiresMs }] of reservations
  ) {
    if (expiresMs > nowMs) continue;
    reservations.delete(token);
    context.relayedAddresses.close(relayedAddress);
    context.quota.release({ user, hostname }, 1);
  }
}

function sweepPermissions(allocation: Allocation, nowMs: number): void {
  for (const channel of allocation.channels.values()) {
    if (channel.expiresMs > nowMs) continue;
    allocation.channels.delete(channel.number);
    channel.permission.channels.delete(channel.peer.port);
  }
  for (const permission of allocation.permissions.values()) {
    const isIdle = permission.channels.size === 0;
    if (isIdle && permission.expiresMs <= nowMs) {
      allocation.removePermission(permission);
    }
  }
}
