/**
 * Verifies what a client presents to enter a room: an invitation of this
 * server, or a JWT of the operator's application.
 *
 * @module
 */
import type {
  RoomInvitation,
  TokenRefusal,
  VerifyInvitation,
} from "../../signaling/room/invitation.ts";
import { readPresentedToken } from "./invitation_claims.ts";
import { isOwnInvitation, verifyOwnInvitation } from "./invitation_token.ts";

/** Verifies a JWT; `client` as `readPresentedToken()` returns it. */
export type VerifyJwt = (
  token: string,
  client: string | null,
  nowMs: number,
) => Promise<RoomInvitation | TokenRefusal>;

/** Creates the verifier; without `verifyJwt` no JWT is accepted. */
export function createInvitationVerifier(
  key: string,
  verifyJwt: VerifyJwt | null = null,
): VerifyInvitation {
  return (text, nowMs) => {
    const presented = readPresentedToken(text);
    if (presented === null) return "bad-invitation";
    const { token, client } = presented;
    if (isOwnInvitation(token)) {
      return verifyOwnInvitation(key, token, client, nowMs);
    }
    return verifyJwt?.(token, client, nowMs) ?? "bad-invitation";
  };
}
