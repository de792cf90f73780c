/**
 * Camera and microphone of this browser: opens, switches and closes them. A
 * device that is refused or missing is a state, not an error.
 *
 * @module
 */
import type { StateSlice } from "../store.ts";
import {
  cameraConstraints,
  cameraFormat,
  detectCameraFacing,
  microphoneConstraints,
} from "./media_constraints.ts";
import {
  listDeviceChoices,
  type MediaDevice,
  readDevices,
} from "./device_list.ts";
import {
  type DeviceTracks,
  LocalDeviceTracks,
  MEDIA_KINDS,
  type MediaKind,
  mediaKindOf,
} from "./local_tracks.ts";
import { findMediaProblem, type MediaAccess } from "./media_problem.ts";
import type { MediaSettings } from "./media_settings.ts";
import type { DeviceState, MediaState } from "./media_state.ts";
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

/** Dependencies of {@linkcode LocalMedia}. */
export interface LocalMediaOptions {
  readonly state: StateSlice<MediaState>;
  /** Undefined on a page that is not served over https, and in some apps. */
  readonly devices: MediaDevicesLike | undefined;
  readonly mediaAccess: MediaAccess;
  /** Whether the page removes noise itself, which works only without the browser's. */
  readonly suppressesNoise?: () => boolean;
  /** Called after each change of the state. */
  readonly onChange: () => void;
  readonly onTracks: (tracks: DeviceTracks) => void;
  readonly settings: () => MediaSettings;
  /** The device list was read; `isChange` after `devicechange`. */
  readonly onDeviceList: (
    devices: readonly MediaDevice[],
    isChange: boolean,
  ) => void;
  /** The system interrupted a device that is on, or gave it back. */
  readonly onInterruption: (kind: MediaKind, isInterrupted: boolean) => void;
  /** A device is gone; `replacement` is in use instead. */
  readonly onDeviceLost: (
    kind: MediaKind,
    replacement: MediaDevice | null,
  ) => void;
}

/** Devices to open at the start, and the choices of an earlier visit. */
export interface MediaRequest {
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly cameraId: string | null;
  readonly microphoneId: string | null;
  readonly audioProcessing?: AudioProcessing;
}

/** Camera and microphone of one call. */
export class LocalMedia {
  readonly #options: LocalMediaOptions;
  readonly #localTracks: LocalDeviceTracks;
  readonly #deviceRemoval: DeviceRemoval;
  readonly #state: StateSlice<MediaState>;
  /** False while muted; also applies to a microphone that is still opening. */
  #isMicrophoneWanted = true;
  #isFullHdWanted = false;
  /** Counts requests, so that a late answer to an old one is discarded. */
  readonly #requestIds = { camera: 0, microphone: 0 };
  /**
   * The last request that included the microphone. The next one waits for it:
   * of two at once, Chromium gives the second the audio processing of the first.
   */
  #microphoneOpening: Promise<void> | undefined;

  constructor(options: LocalMediaOptions) {
    this.#options = options;
    this.#state = options.state;
    this.#localTracks = new LocalDeviceTracks(
      (kind, device) => void this.#deviceRemoval.onTrackEnded(kind, device),
      (kind, isInterrupted) => this.#onInterruption(kind, isInterrupted),
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
      onDeviceLost: (kind, replacement) =>
        options.onDeviceLost(kind, replacement),
    });
  }

  get state(): MediaState {
    return this.#state.get();
  }

  get tracks(): DeviceTracks {
    return this.#localTracks.tracks;
  }

  /** Opens both devices with one request, so that the browser asks once. */
  async start(request: MediaRequest): Promise<void> {
    const { audioProcessing } = request;
    if (audioProcessing) this.#state.set({ audioProcessing });
    this.#set("camera", { deviceId: request.cameraId });
    this.#set("microphone", { deviceId: request.microphoneId });
    this.#isMicrophoneWanted = request.microphone;
    const kinds = MEDIA_KINDS.filter((kind) => request[kind]);
    if (kinds.length > 0) await this.#acquire(kinds);
    await this.refreshDevices();
  }

  /** Opens or closes the camera. */
  async setCamera(isOn: boolean): Promise<void> {
    if (isOn) return await this.#acquire(["camera"]);
    this.#release("camera");
  }

  /** Mutes or unmutes; a muted microphone stays open, so that unmuting takes no time. */
  async setMicrophone(isOn: boolean): Promise<void> {
    this.#isMicrophoneWanted = isOn;
    const track = this.tracks.audio;
    if (track) track.enabled = isOn;
    const { isStarting, isInterrupted } = this.state.microphone;
    const isUsable = track !== null && !(isOn && isInterrupted);
    if (isUsable || isStarting) this.#set("microphone", { isOn });
    else if (isOn) await this.#acquire(["microphone"]);
  }

  /** Mutes, and opens the microphone so that unmuting takes no time. */
  async openMicrophoneMuted(): Promise<void> {
    await this.setMicrophone(false);
    const { isStarting } = this.state.microphone;
    if (!this.tracks.audio && !isStarting) await this.#acquire(["microphone"]);
  }

  /**
   * Uses another device, null for the system default. One that is off stays
   * off until it is turned on; one that had a problem is opened.
   */
  async chooseDevice(kind: MediaKind, deviceId: string | null): Promise<void> {
    this.#set(kind, { deviceId });
    const { isStarting, problem } = this.state[kind];
    const isOff = !this.#localTracks.get(kind) && !isStarting &&
      problem === null;
    if (!isOff) await this.#acquire([kind]);
  }

  /** Switches between front and rear camera of a phone. */
  async switchCamera(): Promise<void> {
    const facing = this.state.facing === "user" ? "environment" : "user";
    this.#state.set({ facing });
    this.#set("camera", { deviceId: null });
    await this.#acquire(["camera"]);
  }

  /** Opens the camera in 1080p, or 720p, where its size is chosen automatically. */
  setFullHd(isWanted: boolean): void {
    if (isWanted === this.#isFullHdWanted) return;
    this.#isFullHdWanted = isWanted;
    if (this.#options.settings().cameraSize === "auto") {
      void this.applyCameraFormat();
    }
  }

  /** Uses the size and frame rate of the settings, without renegotiation. */
  async applyCameraFormat(): Promise<void> {
    const { video } = this.tracks;
    const format = cameraFormat(
      this.#options.settings(),
      this.#isFullHdWanted,
    );
    try {
      await video?.applyConstraints({ ...video.getConstraints(), ...format });
    } catch {
      // A camera without this format keeps its own.
    }
    this.#options.onTracks(this.tracks);
  }

  /** Opens the microphone again for the other content: stereo cannot be changed while it is open. */
  async applyMusicMode(): Promise<void> {
    if (!this.tracks.audio && !this.state.microphone.isStarting) return;
    this.#stopTrack("microphone");
    await this.#acquire(["microphone"]);
  }

  /** Changes the audio processing, without renegotiation. */
  async setAudioProcessing(audioProcessing: AudioProcessing): Promise<void> {
    this.#state.set({ audioProcessing });
    this.#options.onChange();
    await this.updateAudioProcessing();
  }

  /** Applies the audio processing again: the page removes noise itself, or no longer. */
  async updateAudioProcessing(): Promise<void> {
    const { audio } = this.tracks;
    const { audioProcessing } = this.state;
    if (!audio && !this.state.microphone.isStarting) return;
    const wanted = this.#audioProcessing();
    if (audio && await applyAudioProcessing(audio, wanted)) return;
    const isOutdated = this.tracks.audio !== audio ||
      this.state.audioProcessing !== audioProcessing;
    if (isOutdated) return;
    // Chromium reuses the old settings while a track of the device is open.
    this.#stopTrack("microphone");
    await this.#acquire(["microphone"]);
  }

  /** Reads the device list; after a change also replaces removed devices in use. */
  async refreshDevices(isChange = false): Promise<void> {
    const devices = await this.#listDevices();
    if (!devices) return;
    for (const kind of MEDIA_KINDS) {
      this.#set(kind, { choices: listDeviceChoices(devices, kind) });
    }
    this.#options.onDeviceList(devices, isChange);
    if (!isChange) return;
    await this.#deviceRemoval.onDeviceList(devices);
    await this.reopenInterrupted();
  }

  /** Opens devices again that the system has not given back by itself. */
  async reopenInterrupted(): Promise<void> {
    for (const kind of MEDIA_KINDS) {
      const { isOn, isInterrupted, isStarting } = this.state[kind];
      if (isOn && isInterrupted && !isStarting) await this.#acquire([kind]);
    }
  }

  /** Closes one device, also a muted microphone. */
  close(kind: MediaKind): void {
    this.#release(kind);
  }

  /** Closes both devices. */
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
      const opening = this.#open(devices, kinds, isCurrent);
      if (kinds.includes("microphone")) {
        this.#microphoneOpening = opening.catch(() => {});
      }
      await opening;
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

  async #open(
    devices: MediaDevicesLike,
    kinds: readonly MediaKind[],
    isCurrent: (kind: MediaKind) => boolean,
  ): Promise<void> {
    const earlier = this.#microphoneOpening;
    if (earlier && kinds.includes("microphone")) await earlier;
    if (!kinds.some(isCurrent)) return;
    const stream = await devices.getUserMedia(this.#constraints(kinds));
    for (const track of stream.getTracks()) {
      if (isCurrent(mediaKindOf(track))) this.#useTrack(track);
      else track.stop();
    }
  }

  /** Requests each device alone when a request for both failed. */
  async #retryAfterError(
    kinds: readonly MediaKind[],
    error: unknown,
    isRequestForBoth: boolean,
    isCurrent: (kind: MediaKind) => boolean,
  ): Promise<void> {
    if (isRequestForBoth) {
      for (const kind of kinds) {
        if (isCurrent(kind)) await this.#acquire([kind]);
      }
      return;
    }
    for (const kind of kinds) {
      const isGone = error instanceof Error &&
        error.name === "OverconstrainedError" &&
        this.state[kind].deviceId !== null;
      if (isGone) {
        // The chosen device is not connected: uses the system default.
        this.#set(kind, { deviceId: null });
        return await this.#acquire(kinds);
      }
      const { mediaAccess } = this.#options;
      const problem = await findMediaProblem(error, kind, mediaAccess);
      if (!isCurrent(kind)) continue;
      const isOn = this.#localTracks.get(kind)?.enabled ?? false;
      this.#set(kind, { isOn, isStarting: false, problem });
    }
  }

  #constraints(kinds: readonly MediaKind[]): MediaStreamConstraints {
    const { camera, microphone, facing } = this.state;
    return {
      video: kinds.includes("camera") &&
        cameraConstraints(
          camera.deviceId,
          facing,
          this.#options.settings(),
        ),
      audio: kinds.includes("microphone") &&
        microphoneConstraints(
          microphone.deviceId,
          this.#audioProcessing(),
          this.#options.settings().isMusic,
        ),
    };
  }

  #audioProcessing(): AudioProcessing {
    const { audioProcessing } = this.state;
    const isReplaced = this.#options.suppressesNoise?.() ?? false;
    return isReplaced
      ? { ...audioProcessing, noiseSuppression: false }
      : audioProcessing;
  }

  #useTrack(track: MediaStreamTrack): void {
    const kind = mediaKindOf(track);
    const isOn = kind === "camera" || this.#isMicrophoneWanted;
    track.enabled = isOn;
    if (kind === "microphone" && this.#options.settings().isMusic) {
      track.contentHint = "music";
    }
    this.#localTracks.replace(track);
    if (kind === "camera") this.#updateFacing(track);
    this.#options.onTracks(this.tracks);
    this.#set(kind, {
      isOn,
      isStarting: false,
      isInterrupted: track.muted,
      problem: null,
      activeDeviceId: this.#localTracks.activeDevice(kind)?.id || null,
    });
  }

  /** Sets the facing; a camera chosen by id may face either way. */
  #updateFacing(track: MediaStreamTrack): void {
    const { camera, facing } = this.state;
    const requestedFacing = camera.deviceId === null ? facing : "user";
    this.#state.set({
      facing: detectCameraFacing(
        track.getSettings(),
        track.label,
        requestedFacing,
      ),
    });
  }

  #onInterruption(kind: MediaKind, isInterrupted: boolean): void {
    this.#set(kind, { isInterrupted });
    if (this.state[kind].isOn) {
      this.#options.onInterruption(kind, isInterrupted);
    }
  }

  #release(kind: MediaKind): void {
    this.#requestIds[kind]++;
    this.#deviceRemoval.discardEnded(kind);
    this.#stopTrack(kind);
    this.#set(kind, { isOn: false, isStarting: false, isInterrupted: false });
  }

  #stopTrack(kind: MediaKind): void {
    if (!this.#localTracks.stop(kind)) return;
    this.#options.onTracks(this.tracks);
    this.#set(kind, { activeDeviceId: null });
  }

  #set(kind: MediaKind, part: Partial<DeviceState>): void {
    const { state } = this;
    this.#state.set({ ...state, [kind]: { ...state[kind], ...part } });
    this.#options.onChange();
  }
}
