/**
 * Keeps the verdict on a peer in its permission, so that a relayed packet
 * costs one comparison of numbers; when the facts change, the numbers differ
 * and the verdict is made anew.
 *
 * @module
 */
import { evaluatePeerPolicy } from "../../policy/peer_policy.ts";
import { classifyAddress } from "../../policy/special_ranges.ts";
import type { Allocation, Permission } from "../allocation/allocation.ts";
import type { RelayContext } from "./relay_context.ts";

/** Whether the permission opens anything, judged anew when facts changed. */
export function refreshPolicyDecision(
  context: RelayContext,
  allocation: Allocation,
  permission: Permission,
): boolean {
  const version = (allocation.seat?.room.policyVersion ?? 0) +
    context.relayedAddresses.version + context.machine.addressesVersion;
  if (permission.policyVersion !== version) {
    computePolicyDecision(context, allocation, permission);
    permission.policyVersion = version;
  }
  return permission.isAllowed || permission.mayRelayLocally;
}

function computePolicyDecision(
  { ranges, machine, relayedAddresses }: RelayContext,
  { seat, fiveTuple }: Allocation,
  permission: Permission,
): void {
  const { hostname } = permission;
  const kind = classifyAddress(hostname);
  permission.isOwnAddress = machine.isOwnAddress(hostname) ||
    kind === "loopback";
  permission.localRelayedPorts = relayedAddresses.findPorts(hostname);
  const decision = evaluatePeerPolicy({
    hostname,
    hasLiveSeat: seat !== null,
    isClientOnLoopback: seat?.isLoopback === true &&
      classifyAddress(fiveTuple.remote.hostname) === "loopback",
    isSeenByRoomMate: seat?.isRoomMateSeenAt(hostname) ?? false,
    isSignalledByRoomMate: seat?.isRoomMateSignalledAt(hostname) ?? false,
    isOwnAddress: permission.isOwnAddress,
  }, ranges);
  permission.isAllowed = decision.isAllowed;
  permission.mayRelayLocally = decision.reason !== "denied" &&
    (seat
      ? seat.isRoomMateRelayedAt(hostname)
      : permission.localRelayedPorts !== null &&
        (kind === "public" || decision.isAllowed));
}
