/**
 * Role of each transceiver of a connection. Both sides derive it from the order
 * of the first offer, so a screen share starts and stops by `replaceTrack`
 * alone, without negotiation, and newcomers receive it too.
 *
 * @module
 */

/** What a track carries. */
export type TrackRole = "audio" | "video" | "screen" | "screenAudio";

/** Track that this browser sends in each role; null is one that is off. */
export type LocalTracks = Readonly<Record<TrackRole, MediaStreamTrack | null>>;

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

/** The part of a transceiver that has its kind. */
export interface TransceiverLike {
  readonly receiver: { readonly track: { readonly kind: string } };
}

/**
 * Role of one of a connection's transceivers: the first of a kind is a device,
 * the second the screen. Null for any further one; other pages may offer fewer
 * transceivers, or more.
 */
export function trackRoleOf(
  transceiver: TransceiverLike,
  all: readonly TransceiverLike[],
): TrackRole | null {
  const { kind } = transceiver.receiver.track;
  const index = all.filter((other) => other.receiver.track.kind === kind)
    .indexOf(transceiver);
  return TRACK_ROLES.filter((entry) => entry.kind === kind)[index]?.role ??
    null;
}
