/**
 * Decides whether the relay may exchange packets with a peer address over the
 * network. An address at which a room-mate is seen is allowed; one that was
 * only signalled is allowed if it is public, otherwise an attacker with two
 * seats could tunnel into the server's network. An address that a translator
 * may have put in place of the member's own is not.
 *
 * @module
 */
import type { Cidr } from "../../server/net/cidr.ts";
import { classifyAddress, isAllowedBy, isDeniedBy } from "./special_ranges.ts";

/** Ranges set by the operator; `deny` takes precedence. */
export interface PeerRanges {
  /** Allowed in any case. */
  readonly allow: readonly Cidr[];
  /** Denied in any case. */
  readonly deny: readonly Cidr[];
}

/** Facts about one peer address. */
export interface PeerPolicyInput {
  /** Canonical literal. */
  readonly hostname: string;
  /** Whether the credential names a live seat. */
  readonly hasLiveSeat: boolean;
  /** Whether the client reaches this server over loopback. */
  readonly isClientOnLoopback: boolean;
  /** Whether a room-mate was seen to reach this server from the address. */
  readonly isSeenByRoomMate: boolean;
  /** Whether a room-mate signalled the address as a candidate. */
  readonly isSignalledByRoomMate: boolean;
  /** Whether the address belongs to this machine. */
  readonly isOwnAddress: boolean;
  /** Whether the address belongs to a router or translator of this network. */
  readonly isTranslator: boolean;
  /** Whether several members have been seen at the address. */
  readonly isShared: boolean;
}

/** Decision and its reason. */
export type PeerDecision =
  | { readonly isAllowed: true; readonly reason: AllowReason }
  | { readonly isAllowed: false; readonly reason: DenyReason };

/** Reason to allow an address. */
export type AllowReason = "operator" | "seen" | "signalled" | "public";

/** Reason to deny an address. */
export type DenyReason =
  /** By the operator. */
  | "denied"
  /** In a range that is never relayed to. */
  | "never-allowed"
  /** Loopback, without a room-mate seen there by a client on this machine. */
  | "loopback"
  /** A private range, without a room-mate seen there. */
  | "special"
  /** An address of this machine, without a room-mate seen there. */
  | "own"
  /** A router or translator of the server's network. */
  | "translator"
  /** Public, but no room-mate signalled it. */
  | "not-signalled";

/** Decides on one address. */
export function evaluatePeerPolicy(
  peer: PeerPolicyInput,
  ranges: PeerRanges,
): PeerDecision {
  const { hostname, hasLiveSeat } = peer;
  if (isDeniedBy(ranges.deny, hostname)) return denyPeer("denied");
  if (isAllowedBy(ranges.allow, hostname)) return allowPeer("operator");
  const kind = classifyAddress(hostname);
  if (kind === "closed") return denyPeer("never-allowed");
  if (kind === "loopback") {
    return hasLiveSeat && peer.isSeenByRoomMate && peer.isClientOnLoopback
      ? allowPeer("seen")
      : denyPeer("loopback");
  }
  if (peer.isTranslator) return denyPeer("translator");
  const mayBeTranslated = kind === "private" && peer.isShared &&
    !peer.isOwnAddress;
  if (hasLiveSeat && peer.isSeenByRoomMate && !mayBeTranslated) {
    return allowPeer("seen");
  }
  if (kind === "private") return denyPeer("special");
  if (peer.isOwnAddress) return denyPeer("own");
  if (!hasLiveSeat) return allowPeer("public");
  return peer.isSignalledByRoomMate
    ? allowPeer("signalled")
    : denyPeer("not-signalled");
}

function allowPeer(reason: AllowReason): PeerDecision {
  return { isAllowed: true, reason };
}

function denyPeer(reason: DenyReason): PeerDecision {
  return { isAllowed: false, reason };
}
