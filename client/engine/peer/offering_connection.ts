/**
 * A connection with our transceivers and data channels, before its first offer.
 * One is made in the lobby, so that an offer can follow `welcome` at once.
 *
 * @module
 */
import {
  DATA_CHANNEL_IDS,
  DATA_CHANNEL_NAMES,
  type DataChannel,
  type DataChannelName,
} from "./data_channel.ts";
import { type LocalTracks, TRACK_ROLES, type TrackRole } from "./track_role.ts";

/** Sender of each role. */
export type RoleSenders = Partial<Record<TrackRole, RTCRtpSender>>;

/** Streams that the other side plays in sync. */
export interface OwnStreams {
  /** Stream of microphone and camera. */
  readonly stream: MediaStream;
  /** Stream of a shared screen and its audio. */
  readonly screenStream: MediaStream;
}

/** A connection that can offer. */
export interface OfferingConnection {
  readonly pc: RTCPeerConnection;
  readonly senders: RoleSenders;
  readonly channels: readonly (readonly [DataChannelName, DataChannel])[];
}

/** Adds our transceivers and data channels to a new connection. */
export function createOfferingConnection(
  pc: RTCPeerConnection,
  tracks: LocalTracks,
  streams: OwnStreams,
): OfferingConnection {
  const senders: RoleSenders = {};
  for (const { role, kind } of TRACK_ROLES) {
    const { sender } = pc.addTransceiver(tracks[role] ?? kind, {
      direction: "sendrecv",
      streams: streamsOf(role, streams),
    });
    senders[role] = sender;
  }
  return { pc, senders, channels: createDataChannels(pc) };
}

/** Camera and microphone are one stream, a screen and its audio another. */
export function streamsOf(
  role: TrackRole,
  { stream, screenStream }: OwnStreams,
): MediaStream[] {
  return [role === "audio" || role === "video" ? stream : screenStream];
}

/** Creates all data channels of a connection. */
export function createDataChannels(
  pc: RTCPeerConnection,
): OfferingConnection["channels"] {
  return DATA_CHANNEL_NAMES.map((name) => {
    const id = DATA_CHANNEL_IDS[name];
    const init = { negotiated: true, id, ordered: true };
    return [name, pc.createDataChannel(name, init)] as const;
  });
}

/** Sends other tracks where they differ, without renegotiation. */
export function replaceTracks(
  senders: RoleSenders,
  tracks: LocalTracks,
  onError: (error: unknown) => void,
): void {
  for (const { role } of TRACK_ROLES) {
    const sender = senders[role];
    if (!sender || sender.track === tracks[role]) continue;
    sender.replaceTrack(tracks[role]).catch(onError);
  }
}
