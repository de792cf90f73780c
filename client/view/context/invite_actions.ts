/**
 * User actions for the link of the room.
 *
 * @module
 */

/** Actions that copy or share the link. */
export interface InviteActions {
  /** Copies the link to the clipboard and shows a notice. */
  copyLink(): void;
  /** Copies the link to the clipboard; resolves to true on success. */
  copyLinkSilently(): Promise<boolean>;
  /** Copies the link that this person followed, for another browser of theirs. */
  copyOwnLink(): Promise<boolean>;
  /** Opens the share sheet of the system; null where unsupported. */
  readonly shareLink: (() => void) | null;
}
