/**
 * What the person can do to bring others in.
 *
 * @module
 */

/** What a view may ask for about the room's link. */
export interface InviteActions {
  /** Puts the link into the clipboard and says so in a notice. */
  copyLink(): void;
  /** Puts the link into the clipboard; true when it is there. */
  copyLinkSilently(): Promise<boolean>;
  /** Opens the system's share sheet; null where there is none. */
  readonly shareLink: (() => void) | null;
}
