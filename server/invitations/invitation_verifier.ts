/**
 * Verifies what a client presents to enter a room: an invitation of this
 * server, or a JWT of the operator's application.
 *
 * @module
 */
import type { VerifyInvitation } from "../../signaling/room/invitation.ts";
import { readPresentedToken } from "./invitation_claims.ts";
import { isOwnInvitation, verifyOwnInvitation } from "./invitation_token.ts";

/** Creates the verifier. */
export function createInvitationVerifier(key: string): VerifyInvitation {
  return (text, nowMs) => {
    const presented = readPresentedToken(text);
    if (presented === null) return "bad-invitation";
    const { token, client } = presented;
    return isOwnInvitation(token)
      ? verifyOwnInvitation(key, token, client, nowMs)
      : "bad-invitation";
  };
}
