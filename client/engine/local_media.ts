/**
 * Camera and microphone of this browser: asked for, switched, turned round,
 * let go. A device that is refused or missing is a state, not an error.
 *
 * @module
 */
import type { DeviceTracks } from "./connection.ts";
import {
  cameraConstraints,
  type Facing,
  microphoneConstraints,
} from "./constraints.ts";
import { type MediaProblem, problemOf } from "./media_problem.ts";

/** One device to choose from. */
export interface DeviceChoice {
  readonly id: string;
  /** Empty until the browser allows to see it. */
  readonly label: string;
}

/** One of the two devices in use. */
export interface DeviceState {
  readonly isOn: boolean;
  readonly isStarting: boolean;
  readonly problem: MediaProblem | null;
  /** The chosen one, or null for the system's. */
  readonly deviceId: string | null;
  readonly choices: readonly DeviceChoice[];
}

/** What the views show of this browser's devices. */
export interface MediaState {
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
  readonly facing: Facing;
  /** For the preview and the self view; null while the camera is off. */
  readonly preview: MediaStream | null;
}

/** The part of `navigator.mediaDevices` that is used. */
export type MediaDevicesLike = Pick<
  MediaDevices,
  "getUserMedia" | "enumerateDevices"
>;

/** What local media needs from outside. */
export interface LocalMediaOptions {
  /** Undefined on a page that is not served over https. */
  readonly devices: MediaDevicesLike | undefined;
  readonly makeStream: (tracks: MediaStreamTrack[]) => MediaStream;
  readonly onState: (state: MediaState) => void;
  readonly onTracks: (tracks: DeviceTracks) => void;
}

type Kind = "camera" | "microphone";

const OFF: DeviceState = {
  isOn: false,
  isStarting: false,
  problem: null,
  deviceId: null,
  choices: [],
};

/** State before anything was asked for. */
export const NO_MEDIA: MediaState = {
  camera: OFF,
  microphone: OFF,
  facing: "user",
  preview: null,
};

/** The devices of this browser. */
export class LocalMedia {
  readonly #options: LocalMediaOptions;
  #state = NO_MEDIA;
  #tracks: DeviceTracks = { audio: null, video: null };
  /** What the person wants of the microphone, also while it opens. */
  #wantsSound = true;
  /** Counts requests, so that a late answer to an old one is let go. */
  readonly #request = { camera: 0, microphone: 0 };

  constructor(options: LocalMediaOptions) {
    this.#options = options;
  }

  /** What is sent now. */
  get tracks(): DeviceTracks {
    return this.#tracks;
  }

  /** Asks for both at once, so that the browser asks the person once. */
  async start(want: {
    readonly camera: boolean;
    readonly microphone: boolean;
    readonly cameraId: string | null;
    readonly microphoneId: string | null;
  }): Promise<void> {
    this.#set("camera", { deviceId: want.cameraId });
    this.#set("microphone", { deviceId: want.microphoneId });
    this.#wantsSound = want.microphone;
    const kinds = (["camera", "microphone"] as const).filter((k) => want[k]);
    if (kinds.length > 0) await this.#obtain(kinds);
    await this.refreshChoices();
  }

  /** Turns the camera on, or off and lets go of it. */
  async setCamera(isOn: boolean): Promise<void> {
    if (isOn) return await this.#obtain(["camera"]);
    this.#release("camera");
  }

  /** Lets the microphone be heard or not; it is kept, so that it is back at once. */
  async setMicrophone(isOn: boolean): Promise<void> {
    this.#wantsSound = isOn;
    const track = this.#tracks.audio;
    if (track) track.enabled = isOn;
    const { isStarting } = this.#state.microphone;
    if (track || isStarting) this.#set("microphone", { isOn });
    else if (isOn) await this.#obtain(["microphone"]);
  }

  /** Uses another device; turns it on if there was none, but never unmutes. */
  async choose(kind: Kind, deviceId: string): Promise<void> {
    this.#set(kind, { deviceId });
    if (kind === "microphone" && !this.#tracks.audio) this.#wantsSound = true;
    await this.#obtain([kind]);
  }

  /** Looks the other way, on a phone. */
  async turnCamera(): Promise<void> {
    const facing = this.#state.facing === "user" ? "environment" : "user";
    this.#state = { ...this.#state, facing };
    this.#set("camera", { deviceId: null });
    await this.#obtain(["camera"]);
  }

  /** Reads the list of devices again. */
  async refreshChoices(): Promise<void> {
    const { devices } = this.#options;
    const list = await devices?.enumerateDevices().catch(() => []) ?? [];
    const choicesOf = (kind: MediaDeviceKind) =>
      list.filter((d) => d.kind === kind && d.deviceId !== "")
        .map(({ deviceId, label }) => ({ id: deviceId, label }));
    this.#set("camera", { choices: choicesOf("videoinput") });
    this.#set("microphone", { choices: choicesOf("audioinput") });
  }

  /** Lets go of both devices. */
  stop(): void {
    this.#release("camera");
    this.#release("microphone");
  }

  async #obtain(kinds: readonly Kind[]): Promise<void> {
    const { devices } = this.#options;
    const requests = new Map(kinds.map((kind) => {
      // Many phones cannot open a second camera while the first is open.
      if (kind === "camera") this.#drop("camera");
      this.#set(kind, { isStarting: true, problem: null });
      return [kind, ++this.#request[kind]];
    }));
    const isCurrent = (kind: Kind) =>
      this.#request[kind] === requests.get(kind);
    try {
      if (!devices) throw new TypeError("No media devices on this page");
      const stream = await devices.getUserMedia(this.#constraints(kinds));
      for (const track of stream.getTracks()) {
        if (isCurrent(kindOf(track))) this.#take(track);
        else track.stop();
      }
      await this.refreshChoices();
    } catch (error) {
      await this.#recover(kinds.filter(isCurrent), error, kinds.length > 1);
    }
  }

  /** Both were asked for and one is amiss: asks for each alone. */
  async #recover(
    kinds: readonly Kind[],
    error: unknown,
    wereSeveral: boolean,
  ): Promise<void> {
    if (wereSeveral) {
      for (const kind of kinds) await this.#obtain([kind]);
      return;
    }
    for (const kind of kinds) {
      const isGone = error instanceof Error &&
        error.name === "OverconstrainedError" &&
        this.#state[kind].deviceId !== null;
      if (isGone) {
        // The device chosen last time is not here: the system's will do.
        this.#set(kind, { deviceId: null });
        return await this.#obtain(kinds);
      }
      this.#set(kind, {
        isOn: this.#tracks[trackOf(kind)]?.enabled ?? false,
        isStarting: false,
        problem: problemOf(error),
      });
    }
  }

  #constraints(kinds: readonly Kind[]): MediaStreamConstraints {
    const { camera, microphone, facing } = this.#state;
    return {
      video: kinds.includes("camera") &&
        cameraConstraints(camera.deviceId, facing),
      audio: kinds.includes("microphone") &&
        microphoneConstraints(microphone.deviceId),
    };
  }

  #take(track: MediaStreamTrack): void {
    const kind = kindOf(track);
    this.#drop(kind);
    track.onended = () => {
      if (this.#tracks[trackOf(kind)] !== track) return;
      this.#release(kind);
      this.#set(kind, { problem: "ended" });
    };
    const isOn = kind === "camera" || this.#wantsSound;
    track.enabled = isOn;
    this.#setTrack(kind, track);
    this.#set(kind, { isOn, isStarting: false, problem: null });
  }

  #release(kind: Kind): void {
    this.#request[kind]++;
    this.#drop(kind);
    this.#set(kind, { isOn: false, isStarting: false });
  }

  #drop(kind: Kind): void {
    const track = this.#tracks[trackOf(kind)];
    if (!track) return;
    track.onended = null;
    track.stop();
    this.#setTrack(kind, null);
  }

  #setTrack(kind: Kind, track: MediaStreamTrack | null): void {
    this.#tracks = { ...this.#tracks, [trackOf(kind)]: track };
    if (kind === "camera") {
      const preview = track && this.#options.makeStream([track]);
      this.#state = { ...this.#state, preview };
    }
    this.#options.onTracks(this.#tracks);
  }

  #set(kind: Kind, part: Partial<DeviceState>): void {
    const next = { ...this.#state[kind], ...part };
    this.#state = { ...this.#state, [kind]: next };
    this.#options.onState(this.#state);
  }
}

function trackOf(kind: Kind): "audio" | "video" {
  return kind === "camera" ? "video" : "audio";
}

function kindOf(track: MediaStreamTrack): Kind {
  return track.kind === "video" ? "camera" : "microphone";
}
