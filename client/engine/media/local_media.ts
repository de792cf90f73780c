/**
 * Camera and microphone of this browser: asked for, switched, turned round,
 * let go. A device that is refused or missing is a state, not an error.
 *
 * @module
 */
import type { DeviceTracks } from "../peer/peer_connection.ts";
import {
  cameraConstraints,
  detectCameraFacing,
  microphoneConstraints,
} from "./media_constraints.ts";
import {
  listDeviceChoices,
  type MediaDevice,
  readDevices,
} from "./device_list.ts";
import {
  LocalDeviceTracks,
  MEDIA_KINDS,
  type MediaKind,
  mediaKindOf,
} from "./local_tracks.ts";
import { mediaProblemOf } from "./media_problem.ts";
import { type DeviceState, type MediaState, NO_MEDIA } from "./media_state.ts";
import {
  applyAudioProcessing,
  type AudioProcessing,
} from "./audio_processing.ts";
import { DeviceRemoval } from "./device_removal.ts";

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
  /** The list was read; `isChange` when the browser said that it is another. */
  readonly onDeviceList: (
    devices: readonly MediaDevice[],
    isChange: boolean,
  ) => void;
  /** A device was taken away; `by` is what is used now, null for none. */
  readonly onDeviceLost: (kind: MediaKind, by: MediaDevice | null) => void;
}

/** The devices of this browser. */
export class LocalMedia {
  readonly #options: LocalMediaOptions;
  readonly #localTracks: LocalDeviceTracks;
  readonly #deviceRemoval: DeviceRemoval;
  #state = NO_MEDIA;
  /** What the person wants of the microphone, also while it opens. */
  #isMicrophoneWanted = true;
  /** Counts requests, so that a late answer to an old one is let go. */
  readonly #requestIds = { camera: 0, microphone: 0 };

  constructor(options: LocalMediaOptions) {
    this.#options = options;
    this.#localTracks = new LocalDeviceTracks((kind, used) =>
      void this.#deviceRemoval.onTrackEnded(kind, used)
    );
    this.#deviceRemoval = new DeviceRemoval({
      listDevices: () => this.#listDevices(),
      activeDevice: (kind) => this.#localTracks.activeDevice(kind),
      releaseDevice: (kind) => {
        this.#release(kind);
        this.#set(kind, { problem: "ended" });
      },
      switchToDevice: async (kind, { id }) => {
        this.#set(kind, { deviceId: id });
        await this.#acquire([kind]);
        return this.#localTracks.get(kind) !== null;
      },
      onDeviceLost: (kind, by) => options.onDeviceLost(kind, by),
    });
  }

  /** What is sent now. */
  get tracks(): DeviceTracks {
    return this.#localTracks.tracks;
  }

  /** Asks for both at once, so that the browser asks the person once. */
  async start(want: {
    readonly camera: boolean;
    readonly microphone: boolean;
    readonly cameraId: string | null;
    readonly microphoneId: string | null;
    readonly sound?: AudioProcessing;
  }): Promise<void> {
    const { sound = this.#state.audioProcessing } = want;
    this.#state = { ...this.#state, audioProcessing: sound };
    this.#set("camera", { deviceId: want.cameraId });
    this.#set("microphone", { deviceId: want.microphoneId });
    this.#isMicrophoneWanted = want.microphone;
    const kinds = MEDIA_KINDS.filter((kind) => want[kind]);
    if (kinds.length > 0) await this.#acquire(kinds);
    await this.refreshDevices();
  }

  /** Turns the camera on, or off and lets go of it. */
  async setCamera(isOn: boolean): Promise<void> {
    if (isOn) return await this.#acquire(["camera"]);
    this.#release("camera");
  }

  /** Lets the microphone be heard or not; it is kept, so that it is back at once. */
  async setMicrophone(isOn: boolean): Promise<void> {
    this.#isMicrophoneWanted = isOn;
    const track = this.tracks.audio;
    if (track) track.enabled = isOn;
    const { isStarting } = this.#state.microphone;
    if (track || isStarting) this.#set("microphone", { isOn });
    else if (isOn) await this.#acquire(["microphone"]);
  }

  /** Mutes, with the microphone open so that it can be heard at once. */
  async openMicrophoneMuted(): Promise<void> {
    await this.setMicrophone(false);
    const { isStarting } = this.#state.microphone;
    if (!this.tracks.audio && !isStarting) await this.#acquire(["microphone"]);
  }

  /**
   * Uses another device, null for the system's. One that is off stays off and
   * is used once it is turned on; one that could not be had is tried.
   */
  async chooseDevice(kind: MediaKind, deviceId: string | null): Promise<void> {
    this.#set(kind, { deviceId });
    const { isStarting, problem } = this.#state[kind];
    const isOff = !this.#localTracks.get(kind) && !isStarting &&
      problem === null;
    if (!isOff) await this.#acquire([kind]);
  }

  /** Looks the other way, on a phone. */
  async switchCamera(): Promise<void> {
    const facing = this.#state.facing === "user" ? "environment" : "user";
    this.#state = { ...this.#state, facing };
    this.#set("camera", { deviceId: null });
    await this.#acquire(["camera"]);
  }

  /** Treats the sound otherwise from now on; nobody is negotiated with. */
  async setAudioProcessing(sound: AudioProcessing): Promise<void> {
    this.#state = { ...this.#state, audioProcessing: sound };
    this.#options.onState(this.#state);
    const { audio } = this.tracks;
    if (!audio && !this.#state.microphone.isStarting) return;
    if (audio && await applyAudioProcessing(audio, sound)) return;
    if (this.tracks.audio !== audio || this.#state.audioProcessing !== sound) {
      return;
    }
    // While it is open, Chromium opens it again with what it had before.
    this.#stopTrack("microphone");
    await this.#acquire(["microphone"]);
  }

  /** Reads the list again; after a change looks whether those in use are in it. */
  async refreshDevices(isChange = false): Promise<void> {
    const devices = await this.#listDevices();
    if (!devices) return;
    for (const kind of MEDIA_KINDS) {
      this.#set(kind, { choices: listDeviceChoices(devices, kind) });
    }
    this.#options.onDeviceList(devices, isChange);
    if (isChange) await this.#deviceRemoval.onDeviceList(devices);
  }

  /** Lets go of both devices. */
  stop(): void {
    this.#release("camera");
    this.#release("microphone");
  }

  async #listDevices(): Promise<MediaDevice[] | null> {
    const { devices } = this.#options;
    const list = await devices?.enumerateDevices().catch(() => null);
    return list ? readDevices(list) : null;
  }

  async #acquire(kinds: readonly MediaKind[]): Promise<void> {
    const { devices } = this.#options;
    const requests = new Map(kinds.map((kind) => {
      // Many phones cannot open a second camera while the first is open.
      if (kind === "camera") this.#stopTrack("camera");
      this.#deviceRemoval.discardEnded(kind);
      this.#set(kind, { isStarting: true, problem: null });
      return [kind, ++this.#requestIds[kind]];
    }));
    const isCurrent = (kind: MediaKind) =>
      this.#requestIds[kind] === requests.get(kind);
    try {
      if (!devices) throw new TypeError("No media devices on this page");
      const stream = await devices.getUserMedia(this.#constraints(kinds));
      for (const track of stream.getTracks()) {
        if (isCurrent(mediaKindOf(track))) this.#useTrack(track);
        else track.stop();
      }
      await this.refreshDevices();
    } catch (error) {
      await this.#retryAfterError(
        kinds.filter(isCurrent),
        error,
        kinds.length > 1,
        isCurrent,
      );
    }
  }

  /** Both were asked for and one is amiss: asks for each alone. */
  async #retryAfterError(
    kinds: readonly MediaKind[],
    error: unknown,
    wereSeveral: boolean,
    isCurrent: (kind: MediaKind) => boolean,
  ): Promise<void> {
    if (wereSeveral) {
      for (const kind of kinds) {
        if (isCurrent(kind)) await this.#acquire([kind]);
      }
      return;
    }
    for (const kind of kinds) {
      const isGone = error instanceof Error &&
        error.name === "OverconstrainedError" &&
        this.#state[kind].deviceId !== null;
      if (isGone) {
        // The device chosen last time is not here: the system's will do.
        this.#set(kind, { deviceId: null });
        return await this.#acquire(kinds);
      }
      this.#set(kind, {
        isOn: this.#localTracks.get(kind)?.enabled ?? false,
        isStarting: false,
        problem: mediaProblemOf(error),
      });
    }
  }

  #constraints(kinds: readonly MediaKind[]): MediaStreamConstraints {
    const { camera, microphone, facing, audioProcessing } = this.#state;
    return {
      video: kinds.includes("camera") &&
        cameraConstraints(camera.deviceId, facing),
      audio: kinds.includes("microphone") &&
        microphoneConstraints(microphone.deviceId, audioProcessing),
    };
  }

  #useTrack(track: MediaStreamTrack): void {
    const kind = mediaKindOf(track);
    const isOn = kind === "camera" || this.#isMicrophoneWanted;
    track.enabled = isOn;
    this.#localTracks.replace(track);
    if (kind === "camera") this.#updatePreview(track);
    this.#options.onTracks(this.tracks);
    this.#set(kind, {
      isOn,
      isStarting: false,
      problem: null,
      activeDeviceId: this.#localTracks.activeDevice(kind)?.id || null,
    });
  }

  /** A camera that was chosen by itself may look either way. */
  #updatePreview(track: MediaStreamTrack): void {
    const { camera, facing } = this.#state;
    const asked = camera.deviceId === null ? facing : "user";
    this.#state = {
      ...this.#state,
      facing: detectCameraFacing(track.getSettings(), track.label, asked),
      preview: this.#options.makeStream([track]),
    };
  }

  #release(kind: MediaKind): void {
    this.#requestIds[kind]++;
    this.#deviceRemoval.discardEnded(kind);
    this.#stopTrack(kind);
    this.#set(kind, { isOn: false, isStarting: false });
  }

  #stopTrack(kind: MediaKind): void {
    if (!this.#localTracks.stop(kind)) return;
    if (kind === "camera") this.#state = { ...this.#state, preview: null };
    this.#options.onTracks(this.tracks);
    this.#set(kind, { activeDeviceId: null });
  }

  #set(kind: MediaKind, part: Partial<DeviceState>): void {
    const next = { ...this.#state[kind], ...part };
    this.#state = { ...this.#state, [kind]: next };
    this.#options.onState(this.#state);
  }
}
