/**
 * Why there is no connection to a member.
 *
 * @module
 */
import type { RemoteMember } from "../../engine/call/call_state.ts";
import type { PeerFailure } from "../../engine/peer/peer_failure.ts";
import type { MemberStanding } from "../../engine/trust/member_standing.ts";

/** Reason that a tile shows. */
export type TileProblemKind =
  | PeerFailure
  | Extract<
    MemberStanding,
    "unproven" | "wrong-key" | "forged" | "key-holder"
  >;

/** The reason, or null while there is none. */
export function findTileProblem(
  { status, standing }: Pick<RemoteMember, "status" | "standing">,
): TileProblemKind | null {
  if (status.kind === "connected" || status.kind === "reconnecting") {
    return null;
  }
  if (
    standing === "unproven" || standing === "wrong-key" || standing === "forged"
  ) return standing;
  if (status.kind !== "failed") return null;
  return standing === "key-holder" && status.reason === "no-answer"
    ? standing
    : status.reason;
}
