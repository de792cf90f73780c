/**
 * Refresh (RFC 8656 §8.2). Accepts expired credentials, since a call may last
 * longer than its credential.
 *
 * @module
 */
import { ATTRIBUTE } from "../../stun/iana_registry.ts";
import type { Allocation } from "../allocation/allocation.ts";
import type { RequestOutcome, TurnRequest } from "./response.ts";
import type { TurnContext } from "./turn_context.ts";
import { endRelayedAddress } from "../allocation/allocation_lifecycle.ts";
import {
  grantLifetimeSeconds,
  readFamily,
  readLifetime,
} from "./request_attributes.ts";

/** Handles Refresh; a lifetime of zero ends the allocation. */
export function handleRefresh(
  context: TurnContext,
  { message, nowMs }: TurnRequest,
  allocation: Allocation,
): RequestOutcome {
  const family = readFamily(message, ATTRIBUTE.requestedAddressFamily);
  const granted = grantLifetimeSeconds(message, context.limits);
  if (family === "malformed" || granted === null) return { error: 400 };
  if (family === "unknown") return { error: 443 };
  const relayedAddresses = allocation.relayedAddresses.filter((address) =>
    family === null || address.family === family
  );
  if (relayedAddresses.length === 0) return { error: 443 };
  const seconds = readLifetime(message) === 0 ? 0 : granted;
  // The member is still there, though its seat may have moved since Allocate.
  const { seat, fiveTuple } = allocation;
  if (seat) context.seats.addClientAddress(seat, fiveTuple.remote);
  for (const relayedAddress of relayedAddresses) {
    if (seconds === 0) endRelayedAddress(context, allocation, relayedAddress);
    else relayedAddress.expiresMs = nowMs + seconds * 1000;
  }
  // Its lifetime may be shorter now.
  if (seconds > 0) {
    context.expiries.schedule(allocation, nowMs + seconds * 1000);
  }
  return { success: (writer) => writer.u32(ATTRIBUTE.lifetime, seconds) };
}
