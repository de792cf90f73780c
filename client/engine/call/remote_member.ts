/**
 * State of the other members, as the views show it.
 *
 * @module
 */
import type { PeerStatus } from "../peer/remote_peer.ts";
import type { MemberStanding } from "../trust/member_standing.ts";
import type { MemberProfile } from "./member_profile.ts";

/** Another member. */
export interface RemoteMember {
  readonly id: string;
  readonly info: MemberProfile;
  readonly status: PeerStatus;
  readonly standing: MemberStanding;
  /** False when our browsers have no video format in common. */
  readonly hasVideoFormat: boolean;
  readonly audio: MediaStream | null;
  readonly video: MediaStream | null;
  /** Its screen, which has frames while `info.sharing`. */
  readonly screen: MediaStream | null;
  readonly screenAudio: MediaStream | null;
}

/** State of the roster. */
export interface RosterState {
  readonly remoteMembers: readonly RemoteMember[];
}

/**
 * True while the pictures of a member are shown: the last frame stays while the
 * connection is restored.
 */
export function showsPictures(
  { status: { kind } }: Pick<RemoteMember, "status">,
): boolean {
  return kind === "connected" || kind === "reconnecting";
}

/** A member that has just joined. */
export function makeRemoteMember(
  id: string,
  info: MemberProfile,
  standing: MemberStanding = "allowed",
): RemoteMember {
  return {
    id,
    info,
    standing,
    status: { kind: "connecting" },
    hasVideoFormat: true,
    audio: null,
    video: null,
    screen: null,
    screenAudio: null,
  };
}
