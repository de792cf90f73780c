/**
 * Keeps the verdict on a peer in its permission, so that a relayed packet
 * costs one comparison of numbers; when the facts change, the numbers differ
 * and the verdict is made anew.
 *
 * @module
 */
import { judgePeer } from "../../policy/peer_policy.ts";
import { kindOf } from "../../policy/special_ranges.ts";
import type { Allocation, Permission } from "../allocation/allocation.ts";
import type { TurnContext } from "../server/turn_context.ts";

/** Whether the permission opens anything, judged anew when facts changed. */
export function judged(
  context: TurnContext,
  allocation: Allocation,
  permission: Permission,
): boolean {
  const version = (allocation.seat?.room.version ?? 0) +
    context.relays.version + context.machine.version;
  if (permission.version !== version) {
    judge(context, allocation, permission);
    permission.version = version;
  }
  return permission.isOpen || permission.mayHandOver;
}

function judge(
  { ranges, machine, relays }: TurnContext,
  { seat, path }: Allocation,
  permission: Permission,
): void {
  const { hostname } = permission;
  const kind = kindOf(hostname);
  permission.isOwn = machine.isOwnAddress(hostname) || kind === "loopback";
  permission.ports = relays.portsAt(hostname);
  const verdict = judgePeer({
    hostname,
    isSeat: seat !== null,
    isOnLoopback: seat?.isLoopback === true &&
      kindOf(path.remote.hostname) === "loopback",
    isSeen: seat?.isMateSeenAt(hostname) ?? false,
    isSignalled: seat?.isMateSignalledAt(hostname) ?? false,
    isOwn: permission.isOwn,
  }, ranges);
  permission.isOpen = verdict.isOpen;
  permission.mayHandOver = verdict.because !== "denied" &&
    (seat
      ? seat.isMateRelayedAt(hostname)
      : permission.ports !== null && (kind === "public" || verdict.isOpen));
}
