/**
 * May the relay exchange packets with a peer address over the network? A pure
 * decision. What is seen opens; what is merely claimed opens public addresses
 * and no other, or two seats of one attacker were a tunnel into our network.
 *
 * @module
 */
import { type CidrList, isInCidrs, kindOf } from "./special_ranges.ts";

/** Ranges of the operator's; `deny` wins. */
export interface PeerRanges {
  readonly allow: CidrList;
  readonly deny: CidrList;
}

/** What is known of one peer address when the question comes up. */
export interface PeerQuestion {
  /** Canonical literal. */
  readonly hostname: string;
  /** Whether the credential names a live seat. */
  readonly isSeat: boolean;
  /** Whether the asking client reaches us over loopback. */
  readonly isOnLoopback: boolean;
  /** Whether a room-mate is seen to reach this server from the address. */
  readonly isSeen: boolean;
  /** Whether a room-mate signalled the address as a candidate. */
  readonly isSignalled: boolean;
  /** Whether it is an address of this machine. */
  readonly isOwn: boolean;
}

/** Why an address is open or closed. */
export type PeerVerdict =
  | { readonly isOpen: true; readonly because: OpenReason }
  | { readonly isOpen: false; readonly because: ClosedReason };

/** What opened an address. */
export type OpenReason = "operator" | "seen" | "signalled" | "public";

/** What keeps an address closed. */
export type ClosedReason =
  | "denied"
  | "never"
  | "loopback"
  | "special"
  | "own"
  | "stranger";

/** Decides for one address. */
export function judgePeer(
  question: PeerQuestion,
  ranges: PeerRanges,
): PeerVerdict {
  const { hostname, isSeat, isSeen } = question;
  if (isInCidrs(hostname, ranges.deny)) return closed("denied");
  if (isInCidrs(hostname, ranges.allow)) return open("operator");
  const kind = kindOf(hostname);
  if (kind === "closed") return closed("never");
  if (kind === "loopback") {
    return isSeat && isSeen && question.isOnLoopback
      ? open("seen")
      : closed("loopback");
  }
  if (isSeat && isSeen) return open("seen");
  if (kind === "private") return closed("special");
  if (question.isOwn) return closed("own");
  if (!isSeat) return open("public");
  return question.isSignalled ? open("signalled") : closed("stranger");
}

function open(because: OpenReason): PeerVerdict {
  return { isOpen: true, because };
}

function closed(because: ClosedReason): PeerVerdict {
  return { isOpen: false, because };
}
