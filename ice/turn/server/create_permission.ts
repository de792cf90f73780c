/**
 * CreatePermission (RFC 8656 §10.2): all of the peers or none.
 *
 * @module
 */
import {
  addressFamilyOf,
  type TransportAddress,
} from "../../../server/net/ip_address.ts";
import type { StunErrorCode } from "../../stun/iana_registry.ts";
import { type Allocation, Permission } from "../allocation/allocation.ts";
import type { RequestOutcome, TurnRequest } from "./response.ts";
import type { TurnContext } from "./turn_context.ts";
import { readPeerAddresses } from "./request_attributes.ts";
import { refreshPolicyDecision } from "../relay/policy_decision.ts";

/** Answers CreatePermission. */
export function handleCreatePermission(
  context: TurnContext,
  { message, nowMs }: TurnRequest,
  allocation: Allocation,
): RequestOutcome {
  const peers = readPeerAddresses(message);
  if (!peers) return { error: 400 };
  for (const peer of peers) {
    const error = permissionErrorOf(context, allocation, peer);
    if (error) return { error };
  }
  const fresh = new Set(peers.map((peer) => peer.hostname));
  for (const hostname of allocation.permissions.keys()) fresh.delete(hostname);
  const total = allocation.permissions.size + fresh.size;
  if (total > context.limits.maxPermissions) return { error: 508 };
  for (const { hostname } of peers) {
    const permission = allocation.addPermission(hostname);
    if (permission) permission.expiresMs = nowMs + context.limits.permissionMs;
  }
  return { success: () => {} };
}

/** Why the peer may not be permitted, null when it may. */
export function permissionErrorOf(
  context: TurnContext,
  allocation: Allocation,
  { hostname }: TransportAddress,
): StunErrorCode | null {
  const relay = allocation.relayedAddressOf(addressFamilyOf(hostname));
  if (!relay) return 443;
  const permission = allocation.permissions.get(hostname) ??
    new Permission(hostname, relay);
  return refreshPolicyDecision(context, allocation, permission) ? null : 403;
}
