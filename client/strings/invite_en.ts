/**
 * What the page says in English about bringing others in.
 *
 * @module
 */

/** English, a part of {@linkcode en}. */
export const inviteEn = {
  invite: "Invite",
  inviteTitle: "Invite others",
  inviteText: "Whoever opens this link comes to the door of this room.",
  inviteScan: "Scan it with the camera of a phone",
  roomLink: "Link of the room",
  shareLink: "Share",
  linkIsCopied: "Copied",
  showQr: "QR code",
  qrOf: "QR code of {link}",
  insideNobody: "Nobody is inside yet",
  insideOne: "{names} is inside",
  insideMany: "{names} are inside",
  insideMore: "{names} and {n} more are inside",
  insideGuest: "1 person is inside",
  insideGuests: "{n} people are inside",
  insideAnd: "{a} and {b}",
} as const;
