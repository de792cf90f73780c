/**
 * What each transceiver of a connection is for. Both sides tell by the order
 * of the first offer, so a screen is shared and taken back by `replaceTrack`
 * alone, without negotiation, and a newcomer gets it like the rest.
 *
 * @module
 */

/** What a track shows or lets hear. */
export type TrackRole = "audio" | "video" | "screen" | "screenAudio";

/** All roles in the order of the first offer. */
export const TRACK_ROLES: readonly {
  readonly role: TrackRole;
  readonly kind: "audio" | "video";
}[] = [
  { role: "audio", kind: "audio" },
  { role: "video", kind: "video" },
  { role: "screen", kind: "video" },
  { role: "screenAudio", kind: "audio" },
];

/** The part of a transceiver that tells its kind. */
export interface TransceiverLike {
  readonly receiver: { readonly track: { readonly kind: string } };
}

/**
 * The role of one of a connection's transceivers: the first of a kind is a
 * device, the second the screen. Null for one that this page does not know;
 * another page may offer fewer, or more.
 */
export function trackRoleOf(
  one: TransceiverLike,
  all: readonly TransceiverLike[],
): TrackRole | null {
  const { kind } = one.receiver.track;
  const place = all.filter((other) => other.receiver.track.kind === kind)
    .indexOf(one);
  return TRACK_ROLES.filter((entry) => entry.kind === kind)[place]?.role ??
    null;
}
