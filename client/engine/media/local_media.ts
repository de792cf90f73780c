/**
 * Camera and microphone of this browser: asked for, switched, turned round,
 * let go. A device that is refused or missing is a state, not an error.
 *
 * @module
 */
import type { DeviceTracks } from "../peer/connection.ts";
import {
  cameraConstraints,
  facingOf,
  microphoneConstraints,
} from "./media_constraints.ts";
import { choicesOf, type KnownDevice, readDevices } from "./device_list.ts";
import {
  HeldTracks,
  kindOf,
  MEDIA_KINDS,
  type MediaKind,
} from "./local_tracks.ts";
import { problemOf } from "./media_problem.ts";
import { type DeviceState, type MediaState, NO_MEDIA } from "./media_state.ts";
import { applySound, type SoundOptions } from "./audio_processing.ts";
import { Unplugged } from "./device_removal.ts";

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
  readonly onList: (devices: readonly KnownDevice[], isChange: boolean) => void;
  /** A device was taken away; `by` is what is used now, null for none. */
  readonly onLost: (kind: MediaKind, by: KnownDevice | null) => void;
}

/** The devices of this browser. */
export class LocalMedia {
  readonly #options: LocalMediaOptions;
  readonly #held: HeldTracks;
  readonly #unplugged: Unplugged;
  #state = NO_MEDIA;
  /** What the person wants of the microphone, also while it opens. */
  #wantsSound = true;
  /** Counts requests, so that a late answer to an old one is let go. */
  readonly #request = { camera: 0, microphone: 0 };

  constructor(options: LocalMediaOptions) {
    this.#options = options;
    this.#held = new HeldTracks((kind, used) =>
      void this.#unplugged.ended(kind, used)
    );
    this.#unplugged = new Unplugged({
      list: () => this.#list(),
      used: (kind) => this.#held.used(kind),
      giveUp: (kind) => {
        this.#release(kind);
        this.#set(kind, { problem: "ended" });
      },
      useInstead: async (kind, { id }) => {
        this.#set(kind, { deviceId: id });
        await this.#obtain([kind]);
        return this.#held.get(kind) !== null;
      },
      onLost: (kind, by) => options.onLost(kind, by),
    });
  }

  /** What is sent now. */
  get tracks(): DeviceTracks {
    return this.#held.all;
  }

  /** Asks for both at once, so that the browser asks the person once. */
  async start(want: {
    readonly camera: boolean;
    readonly microphone: boolean;
    readonly cameraId: string | null;
    readonly microphoneId: string | null;
    readonly sound?: SoundOptions;
  }): Promise<void> {
    const { sound = this.#state.sound } = want;
    this.#state = { ...this.#state, sound };
    this.#set("camera", { deviceId: want.cameraId });
    this.#set("microphone", { deviceId: want.microphoneId });
    this.#wantsSound = want.microphone;
    const kinds = MEDIA_KINDS.filter((kind) => want[kind]);
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
    const track = this.tracks.audio;
    if (track) track.enabled = isOn;
    const { isStarting } = this.#state.microphone;
    if (track || isStarting) this.#set("microphone", { isOn });
    else if (isOn) await this.#obtain(["microphone"]);
  }

  /** Mutes, with the microphone open so that it can be heard at once. */
  async holdMicrophone(): Promise<void> {
    await this.setMicrophone(false);
    const { isStarting } = this.#state.microphone;
    if (!this.tracks.audio && !isStarting) await this.#obtain(["microphone"]);
  }

  /**
   * Uses another device, null for the system's. One that is off stays off and
   * is used once it is turned on; one that could not be had is tried.
   */
  async choose(kind: MediaKind, deviceId: string | null): Promise<void> {
    this.#set(kind, { deviceId });
    const { isStarting, problem } = this.#state[kind];
    const isOff = !this.#held.get(kind) && !isStarting && problem === null;
    if (!isOff) await this.#obtain([kind]);
  }

  /** Looks the other way, on a phone. */
  async turnCamera(): Promise<void> {
    const facing = this.#state.facing === "user" ? "environment" : "user";
    this.#state = { ...this.#state, facing };
    this.#set("camera", { deviceId: null });
    await this.#obtain(["camera"]);
  }

  /** Treats the sound otherwise from now on; nobody is negotiated with. */
  async setSound(sound: SoundOptions): Promise<void> {
    this.#state = { ...this.#state, sound };
    this.#options.onState(this.#state);
    const { audio } = this.tracks;
    if (!audio && !this.#state.microphone.isStarting) return;
    if (audio && await applySound(audio, sound)) return;
    if (this.tracks.audio !== audio || this.#state.sound !== sound) return;
    // While it is open, Chromium opens it again with what it had before.
    this.#drop("microphone");
    await this.#obtain(["microphone"]);
  }

  /** Reads the list again; after a change looks whether those in use are in it. */
  async refreshChoices(isChange = false): Promise<void> {
    const devices = await this.#list();
    if (!devices) return;
    for (const kind of MEDIA_KINDS) {
      this.#set(kind, { choices: choicesOf(devices, kind) });
    }
    this.#options.onList(devices, isChange);
    if (isChange) await this.#unplugged.changed(devices);
  }

  /** Lets go of both devices. */
  stop(): void {
    this.#release("camera");
    this.#release("microphone");
  }

  async #list(): Promise<KnownDevice[] | null> {
    const { devices } = this.#options;
    const list = await devices?.enumerateDevices().catch(() => null);
    return list ? readDevices(list) : null;
  }

  async #obtain(kinds: readonly MediaKind[]): Promise<void> {
    const { devices } = this.#options;
    const requests = new Map(kinds.map((kind) => {
      // Many phones cannot open a second camera while the first is open.
      if (kind === "camera") this.#drop("camera");
      this.#unplugged.forget(kind);
      this.#set(kind, { isStarting: true, problem: null });
      return [kind, ++this.#request[kind]];
    }));
    const isCurrent = (kind: MediaKind) =>
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
      await this.#recover(
        kinds.filter(isCurrent),
        error,
        kinds.length > 1,
        isCurrent,
      );
    }
  }

  /** Both were asked for and one is amiss: asks for each alone. */
  async #recover(
    kinds: readonly MediaKind[],
    error: unknown,
    wereSeveral: boolean,
    isCurrent: (kind: MediaKind) => boolean,
  ): Promise<void> {
    if (wereSeveral) {
      for (const kind of kinds) if (isCurrent(kind)) await this.#obtain([kind]);
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
        isOn: this.#held.get(kind)?.enabled ?? false,
        isStarting: false,
        problem: problemOf(error),
      });
    }
  }

  #constraints(kinds: readonly MediaKind[]): MediaStreamConstraints {
    const { camera, microphone, facing, sound } = this.#state;
    return {
      video: kinds.includes("camera") &&
        cameraConstraints(camera.deviceId, facing),
      audio: kinds.includes("microphone") &&
        microphoneConstraints(microphone.deviceId, sound),
    };
  }

  #take(track: MediaStreamTrack): void {
    const kind = kindOf(track);
    const isOn = kind === "camera" || this.#wantsSound;
    track.enabled = isOn;
    this.#held.take(track);
    if (kind === "camera") this.#look(track);
    this.#options.onTracks(this.tracks);
    this.#set(kind, {
      isOn,
      isStarting: false,
      problem: null,
      usedId: this.#held.used(kind)?.id || null,
    });
  }

  /** A camera that was chosen by itself may look either way. */
  #look(track: MediaStreamTrack): void {
    const { camera, facing } = this.#state;
    const asked = camera.deviceId === null ? facing : "user";
    this.#state = {
      ...this.#state,
      facing: facingOf(track.getSettings(), track.label, asked),
      preview: this.#options.makeStream([track]),
    };
  }

  #release(kind: MediaKind): void {
    this.#request[kind]++;
    this.#unplugged.forget(kind);
    this.#drop(kind);
    this.#set(kind, { isOn: false, isStarting: false });
  }

  #drop(kind: MediaKind): void {
    if (!this.#held.drop(kind)) return;
    if (kind === "camera") this.#state = { ...this.#state, preview: null };
    this.#options.onTracks(this.tracks);
    this.#set(kind, { usedId: null });
  }

  #set(kind: MediaKind, part: Partial<DeviceState>): void {
    const next = { ...this.#state[kind], ...part };
    this.#state = { ...this.#state, [kind]: next };
    this.#options.onState(this.#state);
  }
}
