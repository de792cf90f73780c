/**
 * CreatePermission (RFC 8656 §10.2): installs all permissions or none.
 *
 * @module
 */
import {
  addressFamilyOf,
  type TransportAddress,
} from "../../../server/net/ip_address.ts";
import { ATTRIBUTE, type StunErrorCode } from "../../stun/iana_registry.ts";
import { type Allocation, Permission } from "../allocation/allocation.ts";
import { acquirePermissions } from "../allocation/allocation_lifecycle.ts";
import { refuse } from "./refuse.ts";
import type { RequestOutcome, TurnRequest } from "./response.ts";
import type { TurnContext } from "./turn_context.ts";
import { readPeerAddresses } from "./request_attributes.ts";
import { refreshPolicyDecision } from "../relay/policy_decision.ts";

/** Handles CreatePermission. Counts the peers before it looks at any of them. */
export function handleCreatePermission(
  context: TurnContext,
  { message, nowMs }: TurnRequest,
  allocation: Allocation,
): RequestOutcome {
  const { maxPermissions } = context.limits;
  if (message.count(ATTRIBUTE.xorPeerAddress) > maxPermissions) {
    return { error: 508 };
  }
  const peers = readPeerAddresses(message);
  if (!peers) return { error: 400 };
  for (const peer of peers) {
    const error = permissionErrorOf(context, allocation, peer);
    if (error) return { error };
  }
  const added = new Set(peers.map((peer) => peer.hostname));
  for (const hostname of allocation.permissions.keys()) added.delete(hostname);
  const total = allocation.permissions.size + added.size;
  if (total > maxPermissions) return { error: 508 };
  if (acquirePermissions(context, allocation, added.size)) {
    return refuse(context, allocation.fiveTuple, "relay-permissions-full", 508);
  }
  const expiresMs = nowMs + context.limits.permissionMs;
  for (const { hostname } of peers) {
    const permission = allocation.addPermission(hostname);
    if (permission) permission.expiresMs = expiresMs;
  }
  context.expiries.schedule(allocation, expiresMs);
  return { success: () => {} };
}

/** Error for a peer that the policy or the family excludes; null when it is allowed. */
export function permissionErrorOf(
  context: TurnContext,
  allocation: Allocation,
  { hostname }: TransportAddress,
): StunErrorCode | null {
  const relayedAddress = allocation.relayedAddressOf(addressFamilyOf(hostname));
  if (!relayedAddress) return 443;
  const permission = allocation.permissions.get(hostname) ??
    new Permission(hostname, relayedAddress);
  return refreshPolicyDecision(context, allocation, permission) ? null : 403;
}
