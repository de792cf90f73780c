/**
 * Caches the policy decision on a peer in its permission. A relayed packet then
 * costs a comparison of revisions; the decision is recomputed when the facts
 * behind it have changed.
 *
 * @module
 */
import { evaluatePeerPolicy } from "../../policy/peer_policy.ts";
import {
  classifyAddress,
  extractEmbeddedIpv4s,
} from "../../policy/special_ranges.ts";
import type { Allocation, Permission } from "../allocation/allocation.ts";
import type { RelayContext } from "./relay_context.ts";

/** Updates the decision if needed; true when the permission allows any packet. */
export function refreshPolicyDecision(
  context: RelayContext,
  allocation: Allocation,
  permission: Permission,
): boolean {
  const { seats } = context;
  if (!seats.isCurrent(permission.decidedAtRevision, allocation.seat)) {
    computePolicyDecision(context, allocation, permission);
    permission.decidedAtRevision = seats.revision;
  }
  return permission.isAllowed || permission.mayRelayLocally;
}

function computePolicyDecision(
  { ranges, machine, seats, relayedAddresses }: RelayContext,
  { seat, fiveTuple }: Allocation,
  permission: Permission,
): void {
  const { hostname } = permission;
  const kind = classifyAddress(hostname);
  // An IPv6 form of an IPv4 address may lead to that address.
  const forms = [hostname, ...extractEmbeddedIpv4s(hostname)];
  permission.isOwnAddress = kind === "loopback" ||
    forms.some((form) => machine.isOwnAddress(form));
  permission.localRelayedPorts = relayedAddresses.findPorts(hostname);
  const decision = evaluatePeerPolicy({
    hostname,
    hasLiveSeat: seat !== null,
    isClientOnLoopback: seat?.isLoopback === true &&
      classifyAddress(fiveTuple.remote.hostname) === "loopback",
    isSeenByRoomMate: seat?.isRoomMateSeenAt(hostname) ?? false,
    isSignalledByRoomMate: seat?.isRoomMateSignalledAt(hostname) ?? false,
    isOwnAddress: permission.isOwnAddress,
    isTranslator: forms.some((form) => machine.isTranslator(form)),
    isShared: forms.some((form) => seats.isShared(form)),
  }, ranges);
  permission.isAllowed = decision.isAllowed;
  permission.isOpenedByOperator = decision.reason === "operator";
  permission.mayRelayLocally = decision.reason !== "denied" &&
    (seat
      ? seat.isRoomMateRelayedAt(hostname)
      : permission.localRelayedPorts !== null &&
        (kind === "public" || decision.isAllowed));
}
