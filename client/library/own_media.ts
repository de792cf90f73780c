/**
 * What we send: devices, the screen, and tracks of the application in their
 * place.
 *
 * @module
 */
import type { MediaKind } from "../engine/media/local_tracks.ts";
import { LocalMedia } from "../engine/media/local_media.ts";
import { DEFAULT_MEDIA_SETTINGS } from "../engine/media/media_settings.ts";
import type { MediaProblem } from "../engine/media/media_problem.ts";
import { type MediaState, NO_MEDIA } from "../engine/media/media_state.ts";
import {
  NO_SCREEN,
  ScreenShare,
  type ScreenState,
} from "../engine/media/screen_share.ts";
import {
  type LocalTracks,
  TRACK_ROLES,
  type TrackRole,
} from "../engine/peer/track_role.ts";
import { Store } from "../engine/store.ts";
import type { LibraryPlatform } from "./library_platform.ts";
import type { MediaSource } from "./maru.d.ts";
import { MaruError } from "./maru_error.ts";

/** Dependencies of {@linkcode OwnMedia}. */
export interface OwnMediaOptions {
  readonly platform: LibraryPlatform;
  /** Other tracks are sent now, or a track was muted. */
  readonly onChange: () => void;
  /** A device cannot be used. */
  readonly onError: (error: MaruError) => void;
}

const PROBLEMS: Readonly<Record<MediaProblem, readonly [string, string]>> = {
  "refused": ["refused", "is not allowed to this page"],
  "refused-by-system": ["refused", "is not allowed by the operating system"],
  "missing": ["missing", "is not connected"],
  "busy": ["busy", "is in use by another program"],
  "insecure": ["refused", "is for pages that are served over https only"],
  "unsupported": ["missing", "is not available in this browser"],
  "ended": ["missing", "was removed"],
};

const ROLE_OF = {
  camera: { audio: "audio", video: "video" },
  screen: { audio: "screenAudio", video: "screen" },
} as const;

/** What one room sends. */
export class OwnMedia {
  /** Camera and microphone, or what is sent in their place. */
  readonly stream: MediaStream;
  readonly #options: OwnMediaOptions;
  readonly #devices: LocalMedia;
  readonly #screen: ScreenShare;
  readonly #screenState = new Store<ScreenState>(NO_SCREEN);
  /** Tracks of the application. */
  readonly #added = new Map<TrackRole, AddedTrack>();
  #problems: Readonly<Record<MediaKind, MediaProblem | null>> = {
    camera: null,
    microphone: null,
  };

  constructor(options: OwnMediaOptions) {
    this.#options = options;
    const { platform } = options;
    this.stream = platform.makeStream([]);
    this.#devices = new LocalMedia({
      devices: platform.devices,
      mediaAccess: platform.mediaAccess,
      state: new Store<MediaState>(NO_MEDIA),
      settings: () => DEFAULT_MEDIA_SETTINGS,
      onChange: () => this.#onChange(),
      onTracks: () => this.#onChange(),
      onDeviceList: () => {},
      onInterruption: () => {},
      onDeviceLost: () => {},
    });
    this.#screen = new ScreenShare({
      devices: platform.devices,
      state: this.#screenState,
      isMotion: () => false,
      onChange: () => this.#onChange(),
      onTracks: () => this.#onChange(),
      onFailure: () => {},
      onSoundDropped: () => {},
    });
  }

  /** Tracks to send. */
  get tracks(): LocalTracks {
    const tracks = { ...this.#devices.tracks, ...this.#screen.tracks };
    for (const [role, { track }] of this.#added) tracks[role] = track;
    return tracks;
  }

  /** True while the others hear us. */
  get hasSound(): boolean {
    return this.tracks.audio?.enabled ?? false;
  }

  /** True while the others see us. */
  get hasPicture(): boolean {
    return this.tracks.video?.enabled ?? false;
  }

  get isSharing(): boolean {
    return this.tracks.screen !== null;
  }

  /** Opens devices; where one cannot be used, the call goes on. */
  async open(camera: boolean, microphone: boolean): Promise<void> {
    if (!camera && !microphone) return;
    await this.#devices.start({
      camera,
      microphone,
      cameraId: null,
      microphoneId: null,
    });
  }

  async setSound(isOn: boolean): Promise<void> {
    const { audio } = this.tracks;
    if (this.#added.has("audio") && audio) audio.enabled = isOn;
    else await this.#devices.setMicrophone(isOn);
    this.#onChange();
    this.#check("microphone", isOn);
  }

  async setPicture(isOn: boolean): Promise<void> {
    const { video } = this.tracks;
    if (this.#added.has("video") && video) video.enabled = isOn;
    else await this.#devices.setCamera(isOn);
    this.#onChange();
    this.#check("camera", isOn);
  }

  /** Opens the camera in 1080p, or 720p. */
  setFullHd(isWanted: boolean): void {
    this.#devices.setFullHd(isWanted);
  }

  async share(): Promise<void> {
    const { isSupported } = this.#screenState.get();
    if (!isSupported) {
      throw new MaruError(
        "share-unsupported",
        "This browser cannot share a screen",
      );
    }
    if (this.#added.has("screen")) throw tooManyTracks();
    await this.#screen.start();
    if (!this.#screenState.get().isSharing) {
      throw new MaruError(
        "share-refused",
        "The screen was not shared: the person or the browser refused",
      );
    }
  }

  stopSharing(): void {
    this.#screen.stop();
  }

  add(track: MediaStreamTrack, source?: MediaSource): void {
    if (this.#roleOf(track)) return;
    const kind = track.kind === "video" ? "video" : "audio";
    const { tracks } = this;
    const role = (source ? [source] : ["camera", "screen"] as const)
      .map((name) => ROLE_OF[name][kind])
      .find((name) => tracks[name] === null);
    if (!role) throw tooManyTracks();
    this.#set(role, track);
  }

  replace(track: MediaStreamTrack, next: MediaStreamTrack): void {
    const role = this.#roleOf(track);
    if (!role) throw new TypeError("Cannot replace: the track is not sent");
    if (next.kind !== track.kind) {
      throw new TypeError(
        `Cannot replace: a track of ${track.kind} by one of ${next.kind}`,
      );
    }
    this.#set(role, next);
  }

  remove(track: MediaStreamTrack): void {
    const role = this.#roleOf(track);
    if (!role) return;
    this.#clear(role);
    this.#onChange();
  }

  /** Cameras or microphones were added or removed. */
  onDeviceChange(): void {
    void this.#devices.refreshDevices(true);
  }

  /** Closes the devices; tracks of the application stay open. */
  close(): void {
    for (const { release } of this.#added.values()) release();
    this.#added.clear();
    this.#devices.stop();
    this.#screen.stop();
  }

  #set(role: TrackRole, track: MediaStreamTrack): void {
    this.#clear(role);
    const onEnded = () => this.remove(track);
    track.addEventListener("ended", onEnded);
    this.#added.set(role, {
      track,
      release: () => track.removeEventListener("ended", onEnded),
    });
    this.#onChange();
  }

  /** Sends nothing in a role: closes a device, releases another track. */
  #clear(role: TrackRole): void {
    const added = this.#added.get(role);
    added?.release();
    this.#added.delete(role);
    if (added || this.tracks[role] === null) return;
    if (role === "audio") this.#devices.close("microphone");
    else if (role === "video") this.#devices.close("camera");
    else this.#screen.stop();
  }

  #roleOf(track: MediaStreamTrack): TrackRole | undefined {
    return TRACK_ROLES.map(({ role }) => role)
      .find((role) => this.tracks[role] === track);
  }

  #onChange(): void {
    const { audio, video } = this.tracks;
    setTracks(this.stream, [audio, video]);
    this.#reportProblems();
    this.#options.onChange();
  }

  #reportProblems(): void {
    const { camera, microphone } = this.#devices.state;
    const problems = {
      camera: camera.problem,
      microphone: microphone.problem,
    };
    const before = this.#problems;
    this.#problems = problems;
    for (const kind of ["camera", "microphone"] as const) {
      const problem = problems[kind];
      if (problem && problem !== before[kind]) {
        this.#options.onError(deviceError(kind, problem));
      }
    }
  }

  #check(kind: MediaKind, isWanted: boolean): void {
    const { problem } = this.#devices.state[kind];
    if (isWanted && problem) throw deviceError(kind, problem);
  }
}

interface AddedTrack {
  readonly track: MediaStreamTrack;
  readonly release: () => void;
}

/** Leaves these tracks in a stream, without a change of those that stay. */
export function setTracks(
  stream: MediaStream,
  tracks: readonly (MediaStreamTrack | null | undefined)[],
): boolean {
  const before = stream.getTracks();
  const removed = before.filter((track) => !tracks.includes(track));
  const added = tracks.filter((track) => track && !before.includes(track));
  for (const track of removed) stream.removeTrack(track);
  for (const track of added) if (track) stream.addTrack(track);
  return added.length > 0;
}

function deviceError(kind: MediaKind, problem: MediaProblem): MaruError {
  const [code, text] = PROBLEMS[problem];
  return new MaruError(`device-${code}`, `The ${kind} ${text}`);
}

function tooManyTracks(): MaruError {
  return new MaruError(
    "too-many-tracks",
    "A member sends one picture and one sound as camera, and one of each as screen",
  );
}
