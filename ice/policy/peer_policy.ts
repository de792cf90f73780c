/**
 * May the relay exchange packets with a peer address over the network? A pure
 * decision. What is seen opens; what is merely claimed opens public addresses
 * and no other, or two seats of one attacker were a tunnel into our network.
 *
 * @module
 */
import type { Cidr } from "../../server/net/cidr.ts";
import { classifyAddress, isInAnyCidr } from "./special_ranges.ts";

/** Ranges of the operator's; `deny` wins. */
export interface PeerRanges {
  readonly allow: readonly Cidr[];
  readonly deny: readonly Cidr[];
}

/** What is known of one peer address when the question comes up. */
export interface PeerPolicyInput {
  /** Canonical literal. */
  readonly hostname: string;
  /** Whether the credential names a live seat. */
  readonly hasLiveSeat: boolean;
  /** Whether the asking client reaches us over loopback. */
  readonly isClientOnLoopback: boolean;
  /** Whether a room-mate is seen to reach this server from the address. */
  readonly isSeenByRoomMate: boolean;
  /** Whether a room-mate signalled the address as a candidate. */
  readonly isSignalledByRoomMate: boolean;
  /** Whether it is an address of this machine. */
  readonly isOwnAddress: boolean;
}

/** Why an address is open or closed. */
export type PeerDecision =
  | { readonly isAllowed: true; readonly reason: AllowReason }
  | { readonly isAllowed: false; readonly reason: DenyReason };

/** What opened an address. */
export type AllowReason = "operator" | "seen" | "signalled" | "public";

/** What keeps an address closed. */
export type DenyReason =
  | "denied"
  | "never-allowed"
  | "loopback"
  | "special"
  | "own"
  | "not-signalled";

/** Decides for one address. */
export function evaluatePeerPolicy(
  question: PeerPolicyInput,
  ranges: PeerRanges,
): PeerDecision {
  const { hostname, hasLiveSeat, isSeenByRoomMate } = question;
  if (isInAnyCidr(hostname, ranges.deny)) return denyPeer("denied");
  if (isInAnyCidr(hostname, ranges.allow)) return allowPeer("operator");
  const kind = classifyAddress(hostname);
  if (kind === "closed") return denyPeer("never-allowed");
  if (kind === "loopback") {
    return hasLiveSeat && isSeenByRoomMate && question.isClientOnLoopback
      ? allowPeer("seen")
      : denyPeer("loopback");
  }
  if (hasLiveSeat && isSeenByRoomMate) return allowPeer("seen");
  if (kind === "private") return denyPeer("special");
  if (question.isOwnAddress) return denyPeer("own");
  if (!hasLiveSeat) return allowPeer("public");
  return question.isSignalledByRoomMate
    ? allowPeer("signalled")
    : denyPeer("not-signalled");
}

function allowPeer(reason: AllowReason): PeerDecision {
  return { isAllowed: true, reason };
}

function denyPeer(reason: DenyReason): PeerDecision {
  return { isAllowed: false, reason };
}
