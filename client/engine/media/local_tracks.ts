/**
 * Open tracks of camera and microphone, at most one of each.
 *
 * @module
 */
import type { ActiveDevice } from "./device_list.ts";

/** Camera or microphone. */
export type MediaKind = typeof MEDIA_KINDS[number];

/** Both kinds, in the order in which they are requested. */
export const MEDIA_KINDS = ["camera", "microphone"] as const;

/** Tracks of the devices; null is one that is off or missing. */
export interface DeviceTracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

const TRACK_KIND = { camera: "video", microphone: "audio" } as const;

/** Kind of the device behind a track. */
export function mediaKindOf(track: MediaStreamTrack): MediaKind {
  return track.kind === "video" ? "camera" : "microphone";
}

/** Owns the tracks and stops them. */
export class LocalDeviceTracks {
  readonly #onEnded: (kind: MediaKind, device: ActiveDevice) => void;
  readonly #onInterruption: (kind: MediaKind, isInterrupted: boolean) => void;
  #tracks: DeviceTracks = { audio: null, video: null };

  /**
   * @param onEnded Called when a track ends without {@linkcode stop}.
   * @param onInterruption Called when the system mutes or unmutes a track (W3C
   * mediacapture-main §4.3.1).
   */
  constructor(
    onEnded: (kind: MediaKind, device: ActiveDevice) => void,
    onInterruption: (kind: MediaKind, isInterrupted: boolean) => void,
  ) {
    this.#onEnded = onEnded;
    this.#onInterruption = onInterruption;
  }

  /** All tracks, as they are sent. */
  get tracks(): DeviceTracks {
    return this.#tracks;
  }

  get(kind: MediaKind): MediaStreamTrack | null {
    return this.#tracks[TRACK_KIND[kind]];
  }

  /** Device behind a track, or null when there is none. */
  activeDevice(kind: MediaKind): ActiveDevice | null {
    const track = this.get(kind);
    return track && activeDeviceOf(track);
  }

  /** Adds a track and stops the one of the same kind. */
  replace(track: MediaStreamTrack): void {
    const kind = mediaKindOf(track);
    this.stop(kind);
    track.onended = () => {
      if (this.get(kind) === track) this.#onEnded(kind, activeDeviceOf(track));
    };
    track.onmute = track.onunmute = () => {
      if (this.get(kind) === track) this.#onInterruption(kind, track.muted);
    };
    this.#tracks = { ...this.#tracks, [TRACK_KIND[kind]]: track };
  }

  /** Stops a track; false when there is none. */
  stop(kind: MediaKind): boolean {
    const track = this.get(kind);
    if (!track) return false;
    track.onended = track.onmute = track.onunmute = null;
    track.stop();
    this.#tracks = { ...this.#tracks, [TRACK_KIND[kind]]: null };
    return true;
  }
}

function activeDeviceOf(track: MediaStreamTrack): ActiveDevice {
  const { deviceId = "", groupId = "" } = track.getSettings();
  return { id: deviceId, groupId };
}
