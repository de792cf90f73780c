/**
 * Invitations as signaling gets them: verified elsewhere.
 *
 * @module
 */
/** The content of a token that was verified. */
export interface RoomInvitation {
  /** Name of the room. */
  readonly room: string;
  /** Whether its holder is a host. */
  readonly isHost: boolean;
  /** When the token expires. */
  readonly expiresMs: number;
  /** Null for one that may be used any number of times. */
  readonly once: SingleUse | null;
}

/** Identity of an invitation that one client may use. */
export interface SingleUse {
  /** Id of the invitation; no spaces. */
  readonly id: string;
  /**
   * Random text of the client, or null: the same client may use the invitation
   * again, since the answer to its first join may have been lost.
   */
  readonly client: string | null;
}

/** Why a token is no invitation. */
export type TokenRefusal =
  | "bad-invitation"
  | "invitation-expired"
  | "invitation-early";

/** Verifies a token that a client joins with. */
export type VerifyInvitation = (
  token: string,
  nowMs: number,
) => RoomInvitation | TokenRefusal | Promise<RoomInvitation | TokenRefusal>;

/** Who may open a room: everyone, or clients with an invitation. */
export type RoomsPolicy = "open" | "invited";
