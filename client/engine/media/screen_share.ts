/**
 * The screen of this browser, with its sound where there is some: asked for,
 * shown to all, and let go by the person or by the browser's own bar.
 *
 * @module
 */
import type { ScreenTracks } from "../peer/peer_connection.ts";

/** What the views show of the own screen. */
export interface ScreenState {
  /** False where the browser cannot share, as on phones. */
  readonly isSupported: boolean;
  readonly isSharing: boolean;
  /** The browser asks the person what to share. */
  readonly isChoosing: boolean;
  /** What is shared; null while nothing is. */
  readonly preview: MediaStream | null;
}

/** State before anything was shared. */
export const NO_SCREEN: ScreenState = {
  isSupported: false,
  isSharing: false,
  isChoosing: false,
  preview: null,
};

/** The part of `navigator.mediaDevices` that is used; phones do not have it. */
export type DisplayDevicesLike = Partial<
  Pick<MediaDevices, "getDisplayMedia">
>;

/** What screen sharing needs from outside. */
export interface ScreenShareOptions {
  readonly devices: DisplayDevicesLike | undefined;
  readonly makeStream: (tracks: MediaStreamTrack[]) => MediaStream;
  readonly onState: (state: ScreenState) => void;
  readonly onTracks: () => void;
  /** The browser or the system did not let it, though the person wanted to. */
  readonly onFailure: () => void;
}

/** Options of `getDisplayMedia`, some newer than the types of browsers. */
const DISPLAY_MEDIA_OPTIONS = {
  video: { frameRate: { ideal: 15, max: 30 } },
  audio: { echoCancellation: false, noiseSuppression: false },
  selfBrowserSurface: "exclude",
  surfaceSwitching: "include",
  systemAudio: "include",
} as const;

const NO_SCREEN_TRACKS: ScreenTracks = { screen: null, screenAudio: null };

/** What this browser shares of its screen. */
export class ScreenShare {
  readonly #options: ScreenShareOptions;
  #state: ScreenState;
  #tracks = NO_SCREEN_TRACKS;
  /** Counts starts and stops, so that a late choice is let go. */
  #requestId = 0;

  constructor(options: ScreenShareOptions) {
    this.#options = options;
    const isSupported = typeof options.devices?.getDisplayMedia === "function";
    this.#state = { ...NO_SCREEN, isSupported };
  }

  /** How it is now. */
  get state(): ScreenState {
    return this.#state;
  }

  /** What is sent now. */
  get tracks(): ScreenTracks {
    return this.#tracks;
  }

  /** Lets the person choose, and shares it; has to come from a click. */
  async start(): Promise<void> {
    const { devices, onFailure } = this.#options;
    if (!devices?.getDisplayMedia || this.#state.isSharing) return;
    if (this.#state.isChoosing) return;
    const request = ++this.#requestId;
    this.#set({ isChoosing: true });
    try {
      const stream = await devices.getDisplayMedia(DISPLAY_MEDIA_OPTIONS);
      if (request === this.#requestId) this.#useStream(stream);
      else for (const track of stream.getTracks()) track.stop();
    } catch (error) {
      if (request !== this.#requestId) return;
      this.#set({ isChoosing: false });
      if (!isCancelledByUser(error)) onFailure();
    }
  }

  /** Ends it. */
  stop(): void {
    this.#requestId++;
    const { screen, screenAudio } = this.#tracks;
    for (const track of [screen, screenAudio]) {
      if (!track) continue;
      track.onended = null;
      track.stop();
    }
    this.#tracks = NO_SCREEN_TRACKS;
    this.#set({ isSharing: false, isChoosing: false, preview: null });
    if (screen) this.#options.onTracks();
  }

  #useStream(stream: MediaStream): void {
    const [screen] = stream.getVideoTracks();
    if (!screen) return this.stop();
    const [screenAudio = null] = stream.getAudioTracks();
    // Letters stay sharp; the rate gives way when the network is narrow.
    screen.contentHint = "detail";
    screen.onended = () => this.stop();
    if (screenAudio) screenAudio.contentHint = "music";
    this.#tracks = { screen, screenAudio };
    this.#set({
      isSharing: true,
      isChoosing: false,
      preview: this.#options.makeStream([screen]),
    });
    this.#options.onTracks();
  }

  #set(part: Partial<ScreenState>): void {
    this.#state = { ...this.#state, ...part };
    this.#options.onState(this.#state);
  }
}

/** True when it was the person who closed the browser's dialog. */
function isCancelledByUser(error: unknown): boolean {
  return error instanceof Error && error.name === "NotAllowedError" &&
    !/system/i.test(error.message);
}
