/**
 * Whether the messages of a member prove that it has the key of the room.
 *
 * @module
 */

/** Standing of a member. */
export type MemberStanding =
  /** Nothing has arrived that tells. */
  | "unknown"
  /** It has the key. */
  | "proven"
  /** It has the key, and something in its name had no valid proof. */
  | "forged"
  /** It sends no proof, and we have not allowed it. */
  | "unproven"
  /** Its proofs are made with another key. */
  | "wrong-key"
  /** It is connected without a proof: we have no key, or we allowed it. */
  | "allowed"
  /** It has a key and we have none: it has to allow us. */
  | "key-holder";

/** True when we connect to a member. */
export function mayConnect(standing: MemberStanding): boolean {
  return standing === "proven" || standing === "forged" ||
    standing === "allowed" || standing === "key-holder";
}
