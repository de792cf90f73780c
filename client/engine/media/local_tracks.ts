/**
 * The tracks of camera and microphone that are open, at most one of each.
 *
 * @module
 */
import type { DeviceTracks } from "../peer/peer_connection.ts";
import type { ActiveDevice } from "./device_list.ts";

/** Camera or microphone. */
export type MediaKind = "camera" | "microphone";

/** Both, in the order in which they are asked for. */
export const MEDIA_KINDS = ["camera", "microphone"] as const;

const TRACK_KIND = { camera: "video", microphone: "audio" } as const;

/** What a track is of. */
export function mediaKindOf(track: MediaStreamTrack): MediaKind {
  return track.kind === "video" ? "camera" : "microphone";
}

/** Holds tracks, and lets go of them. */
export class LocalDeviceTracks {
  readonly #onEnded: (kind: MediaKind, used: ActiveDevice) => void;
  #tracks: DeviceTracks = { audio: null, video: null };

  /** @param onEnded A track that is held came to its end by itself. */
  constructor(onEnded: (kind: MediaKind, used: ActiveDevice) => void) {
    this.#onEnded = onEnded;
  }

  /** All tracks, in the shape in which they are sent. */
  get tracks(): DeviceTracks {
    return this.#tracks;
  }

  get(kind: MediaKind): MediaStreamTrack | null {
    return this.#tracks[TRACK_KIND[kind]];
  }

  /** The device behind a track, or null when there is none. */
  activeDevice(kind: MediaKind): ActiveDevice | null {
    const track = this.get(kind);
    return track && activeDeviceOf(track);
  }

  /** Holds a track in the place of another. */
  replace(track: MediaStreamTrack): void {
    const kind = mediaKindOf(track);
    this.stop(kind);
    track.onended = () => {
      if (this.get(kind) === track) this.#onEnded(kind, activeDeviceOf(track));
    };
    this.#tracks = { ...this.#tracks, [TRACK_KIND[kind]]: track };
  }

  /** Stops a track; false when there is none. */
  stop(kind: MediaKind): boolean {
    const track = this.get(kind);
    if (!track) return false;
    track.onended = null;
    track.stop();
    this.#tracks = { ...this.#tracks, [TRACK_KIND[kind]]: null };
    return true;
  }
}

function activeDeviceOf(track: MediaStreamTrack): ActiveDevice {
  const { deviceId = "", groupId = "" } = track.getSettings();
  return { id: deviceId, groupId };
}
