/**
 * The tracks of camera and microphone that are open, at most one of each.
 *
 * @module
 */
import type { DeviceTracks } from "../peer/connection.ts";
import type { UsedDevice } from "./device_list.ts";

/** Camera or microphone. */
export type MediaKind = "camera" | "microphone";

/** Both, in the order in which they are asked for. */
export const MEDIA_KINDS = ["camera", "microphone"] as const;

const TRACK = { camera: "video", microphone: "audio" } as const;

/** What a track is of. */
export function kindOf(track: MediaStreamTrack): MediaKind {
  return track.kind === "video" ? "camera" : "microphone";
}

/** Holds tracks, and lets go of them. */
export class HeldTracks {
  readonly #onEnded: (kind: MediaKind, used: UsedDevice) => void;
  #tracks: DeviceTracks = { audio: null, video: null };

  /** @param onEnded A track that is held came to its end by itself. */
  constructor(onEnded: (kind: MediaKind, used: UsedDevice) => void) {
    this.#onEnded = onEnded;
  }

  /** All tracks, in the shape in which they are sent. */
  get all(): DeviceTracks {
    return this.#tracks;
  }

  get(kind: MediaKind): MediaStreamTrack | null {
    return this.#tracks[TRACK[kind]];
  }

  /** The device behind a track, or null when there is none. */
  used(kind: MediaKind): UsedDevice | null {
    const track = this.get(kind);
    return track && usedBy(track);
  }

  /** Holds a track in the place of another. */
  take(track: MediaStreamTrack): void {
    const kind = kindOf(track);
    this.drop(kind);
    track.onended = () => {
      if (this.get(kind) === track) this.#onEnded(kind, usedBy(track));
    };
    this.#tracks = { ...this.#tracks, [TRACK[kind]]: track };
  }

  /** Stops a track; false when there is none. */
  drop(kind: MediaKind): boolean {
    const track = this.get(kind);
    if (!track) return false;
    track.onended = null;
    track.stop();
    this.#tracks = { ...this.#tracks, [TRACK[kind]]: null };
    return true;
  }
}

function usedBy(track: MediaStreamTrack): UsedDevice {
  const { deviceId = "", groupId = "" } = track.getSettings();
  return { id: deviceId, groupId };
}
