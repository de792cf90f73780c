/**
 * Screen of this browser, with its audio where there is some. Sharing ends by
 * the person or by the browser's own bar.
 *
 * @module
 */
import type { StateSlice } from "../store.ts";
import {
  displayMediaOptions,
  screenFrameRate,
  type SupportedConstraints,
  wouldEcho,
} from "./shared_sound.ts";

/** Tracks of a shared screen: null while none is shared, or without audio. */
export interface ScreenTracks {
  readonly screen: MediaStreamTrack | null;
  readonly screenAudio: MediaStreamTrack | null;
}

/** State of screen sharing. */
export interface ScreenState {
  /** False where the browser cannot share, as on phones. */
  readonly isSupported: boolean;
  readonly isSharing: boolean;
  /** True while the browser's dialog is open. */
  readonly isChoosing: boolean;
}

/** State before anything was shared. */
export const NO_SCREEN: ScreenState = {
  isSupported: false,
  isSharing: false,
  isChoosing: false,
};

/** The part of `navigator.mediaDevices` that is used; phones do not have it. */
export type DisplayDevicesLike = Partial<
  Pick<MediaDevices, "getDisplayMedia" | "getSupportedConstraints">
>;

/** Dependencies of {@linkcode ScreenShare}. */
export interface ScreenShareOptions {
  readonly state: StateSlice<ScreenState>;
  readonly devices: DisplayDevicesLike | undefined;
  /** True for a screen that moves smoothly instead of being sharp. */
  readonly isMotion: () => boolean;
  /** Called after each change of the state. */
  readonly onChange: () => void;
  readonly onTracks: () => void;
  /** The browser or the system refused, though the person did not cancel. */
  readonly onFailure: () => void;
  /** The screen is shared without its sound, which would echo. */
  readonly onSoundDropped: () => void;
}

const NO_SCREEN_TRACKS: ScreenTracks = { screen: null, screenAudio: null };

/** Screen sharing of one call. */
export class ScreenShare {
  readonly #options: ScreenShareOptions;
  #tracks = NO_SCREEN_TRACKS;
  /** Counts starts and stops, so that a late choice is discarded. */
  #requestId = 0;

  constructor(options: ScreenShareOptions) {
    this.#options = options;
    const isSupported = typeof options.devices?.getDisplayMedia === "function";
    options.state.set({ isSupported });
  }

  get state(): ScreenState {
    return this.#options.state.get();
  }

  get tracks(): ScreenTracks {
    return this.#tracks;
  }

  /** Opens the browser's dialog and shares the choice; needs a user gesture. */
  async start(): Promise<void> {
    const { devices, onFailure } = this.#options;
    if (!devices?.getDisplayMedia || this.state.isSharing) return;
    if (this.state.isChoosing) return;
    const request = ++this.#requestId;
    this.#set({ isChoosing: true });
    try {
      const stream = await devices.getDisplayMedia(
        displayMediaOptions(
          this.#supportedConstraints,
          this.#options.isMotion(),
        ),
      );
      if (request === this.#requestId) this.#useStream(stream);
      else for (const track of stream.getTracks()) track.stop();
    } catch (error) {
      if (request !== this.#requestId) return;
      this.#set({ isChoosing: false });
      if (!isCancelledByUser(error)) onFailure();
    }
  }

  /** Stops sharing. */
  stop(): void {
    this.#requestId++;
    const { screen, screenAudio } = this.#tracks;
    for (const track of [screen, screenAudio]) {
      if (!track) continue;
      track.onended = null;
      track.stop();
    }
    this.#tracks = NO_SCREEN_TRACKS;
    this.#set({ isSharing: false, isChoosing: false });
    if (screen) this.#options.onTracks();
  }

  #useStream(stream: MediaStream): void {
    const [screen] = stream.getVideoTracks();
    if (!screen) return this.stop();
    const screenAudio = this.#usableSound(screen, stream);
    screen.onended = () => this.stop();
    if (screenAudio) screenAudio.contentHint = "music";
    this.#tracks = { screen, screenAudio };
    screen.contentHint = screenHint(this.#options.isMotion());
    this.#set({ isSharing: true, isChoosing: false });
    this.#options.onTracks();
  }

  /** Sharp text, whose frame rate drops on a slow network, or smooth motion. */
  applyContent(): void {
    const { screen } = this.#tracks;
    if (!screen) return;
    const isMotion = this.#options.isMotion();
    screen.contentHint = screenHint(isMotion);
    screen.applyConstraints({ frameRate: screenFrameRate(isMotion) })
      .catch(() => {
        // The browser keeps its own frame rate.
      });
  }

  /** Sound of the screen, without one that contains the call. */
  #usableSound(
    screen: MediaStreamTrack,
    stream: MediaStream,
  ): MediaStreamTrack | null {
    const [sound] = stream.getAudioTracks();
    if (!sound || !wouldEcho(screen, sound, this.#supportedConstraints)) {
      return sound ?? null;
    }
    sound.stop();
    this.#options.onSoundDropped();
    return null;
  }

  get #supportedConstraints(): SupportedConstraints {
    return { ...this.#options.devices?.getSupportedConstraints?.() };
  }

  #set(part: Partial<ScreenState>): void {
    this.#options.state.set(part);
    this.#options.onChange();
  }
}

function screenHint(isMotion: boolean): "motion" | "detail" {
  return isMotion ? "motion" : "detail";
}

/** True when the person closed the browser's dialog. */
function isCancelledByUser(error: unknown): boolean {
  return error instanceof Error && error.name === "NotAllowedError" &&
    !/system/i.test(error.message);
}
