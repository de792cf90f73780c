/**
 * Devices beyond opening them: the speaker, newly connected devices, removed
 * ones, push to talk and the level meter.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { selectSlice, type StateSlice } from "../store.ts";
import {
  NO_SPEAKER,
  type SpeakerState,
  updateSpeaker,
} from "./audio_output.ts";
import {
  type DeviceOffer,
  findNewDevice,
  type ListedDeviceKind,
  type MediaDevice,
} from "./device_list.ts";
import { type AudioMeter, InputLevelReader } from "./input_level.ts";
import type { LocalMedia } from "./local_media.ts";
import type { MediaKind } from "./local_tracks.ts";
import type { NotifyMedia } from "./media_state.ts";
import {
  PUSH_TO_TALK_OFF,
  PushToTalk,
  type PushToTalkState,
} from "./push_to_talk.ts";

/** State of speaker, push to talk and device offer. */
export interface DevicesState {
  readonly speaker: SpeakerState;
  readonly pushToTalk: PushToTalkState;
  /** False when the user wants to see the front camera as the others do. */
  readonly isSelfMirrored: boolean;
  /** True when the person is to learn that a muted microphone hears speech. */
  readonly detectsMutedSpeech: boolean;
  /** A newly connected device that the person may use. */
  readonly offer: DeviceOffer | null;
}

/** State before the device list was read. */
export const NO_DEVICES: DevicesState = {
  speaker: NO_SPEAKER,
  pushToTalk: PUSH_TO_TALK_OFF,
  isSelfMirrored: true,
  detectsMutedSpeech: false,
  offer: null,
};

/** How long a new device is offered. */
export const DEVICE_OFFER_MS = 15_000;

/** Dependencies of {@linkcode DeviceManager}. */
export interface DeviceManagerOptions {
  readonly state: StateSlice<DevicesState>;
  readonly clock: Clock;
  readonly notify: NotifyMedia;
  readonly media: () => LocalMedia;
  readonly makeMeter: (track: MediaStreamTrack) => AudioMeter;
}

/** Choices of an earlier visit. */
export interface SavedDevicePreferences {
  /** False where the browser leaves the choice to the system. */
  readonly canChooseSpeaker: boolean;
  readonly speakerId: string | null;
  readonly isPushToTalk: boolean;
  readonly isSelfMirrored: boolean;
  readonly detectsMutedSpeech: boolean;
}

/** The devices of one call. */
export class DeviceManager {
  readonly pushToTalk: PushToTalk;
  readonly inputLevel: InputLevelReader;
  readonly #options: DeviceManagerOptions;
  /** Null until the list was read for the first time. */
  #knownDevices: readonly MediaDevice[] | null = null;
  #isPushToTalk = false;
  #cancelOffer = () => {};

  constructor(options: DeviceManagerOptions) {
    const { state, clock, media, makeMeter } = options;
    this.#options = options;
    this.pushToTalk = new PushToTalk({
      state: selectSlice(state, "pushToTalk"),
      isUnmuted: () => media().state.microphone.isOn,
      setUnmuted: (isUnmuted) => void media().setMicrophone(isUnmuted),
      openMuted: () => void media().openMicrophoneMuted(),
    });
    this.inputLevel = new InputLevelReader({
      clock,
      makeMeter,
      track: () => {
        const { audio } = media().tracks;
        return audio?.enabled ? audio : null;
      },
    });
  }

  /** Applies the choices of an earlier visit. */
  restorePreferences(saved: SavedDevicePreferences): void {
    this.#isPushToTalk = saved.isPushToTalk;
    this.#set({
      isSelfMirrored: saved.isSelfMirrored,
      detectsMutedSpeech: saved.detectsMutedSpeech,
      speaker: {
        ...this.#state.speaker,
        canChoose: saved.canChooseSpeaker,
        deviceId: saved.speakerId,
      },
    });
  }

  /** Applies the push to talk setting to a call that begins; the lobby ignores it. */
  resetPushToTalk(): void {
    // Turned off first: the person may have unmuted since.
    this.pushToTalk.enable(false);
    this.pushToTalk.enable(this.#isPushToTalk);
  }

  /** Turns push to talk on or off. */
  setPushToTalk(isOn: boolean): void {
    this.#isPushToTalk = isOn;
    this.pushToTalk.enable(isOn);
  }

  /** Shows the front camera mirrored, or as the others see it. */
  setSelfMirrored(isSelfMirrored: boolean): void {
    this.#set({ isSelfMirrored });
  }

  /** Turns the notice about speech while muted on or off. */
  setMutedSpeechDetection(detectsMutedSpeech: boolean): void {
    this.#set({ detectsMutedSpeech });
  }

  /** The device list was read; `isChange` when a device was added or removed. */
  onDeviceList(devices: readonly MediaDevice[], isChange: boolean): void {
    const { speaker } = this.#state;
    const next = updateSpeaker(speaker, devices);
    const before = this.#knownDevices;
    this.#knownDevices = devices;
    this.#set({ speaker: next });
    if (!isChange) return;
    if (next.deviceId !== speaker.deviceId) this.#notifySpeakerLost();
    this.#updateOffer(before && findNewDevice(before, devices));
  }

  /** The system took camera or microphone, or gave it back. */
  onInterruption(kind: MediaKind, isInterrupted: boolean): void {
    this.#options.notify(`${kind}-${isInterrupted ? "interrupted" : "back"}`);
  }

  /** Camera or microphone is gone; `replacement` is in use instead. */
  onDeviceLost(kind: MediaKind, replacement: MediaDevice | null): void {
    const { notify } = this.#options;
    if (replacement) notify(`${kind}-replaced`, replacement.label);
    else notify(`${kind}-ended`);
  }

  /** Plays the call on this speaker; null is the system default. */
  chooseSpeaker(deviceId: string | null): void {
    this.#set({ speaker: { ...this.#state.speaker, deviceId } });
  }

  /** The browser cannot play on the chosen speaker. */
  onSpeakerFailed(deviceId: string): void {
    if (this.#state.speaker.deviceId !== deviceId) return;
    this.chooseSpeaker(null);
    this.#notifySpeakerLost();
  }

  /** Uses the offered device and returns the ids that are now chosen. */
  acceptOffer(): DeviceOffer["ids"] {
    const ids: DeviceOffer["ids"] = this.#state.offer?.ids ?? {};
    const { camera, microphone, speaker } = ids;
    if (camera) void this.#options.media().chooseDevice("camera", camera);
    if (microphone) {
      void this.#options.media().chooseDevice("microphone", microphone);
    }
    if (speaker) this.chooseSpeaker(speaker);
    this.dismissOffer();
    return ids;
  }

  /** Closes the offer. */
  dismissOffer(): void {
    this.#cancelOffer();
    this.#set({ offer: null });
  }

  get #state(): DevicesState {
    return this.#options.state.get();
  }

  #updateOffer(offer: DeviceOffer | null): void {
    const usable = offer && this.#selectableOffer(offer);
    const previous = this.#state.offer;
    if (!usable) {
      // The offered device may have been removed.
      if (previous && !this.#isListed(previous)) this.dismissOffer();
      return;
    }
    this.#cancelOffer();
    this.#set({ offer: usable });
    this.#cancelOffer = this.#options.clock.after(
      DEVICE_OFFER_MS,
      () => this.dismissOffer(),
    );
  }

  /** The offer without parts that this browser cannot choose; null when none is left. */
  #selectableOffer(offer: DeviceOffer): DeviceOffer | null {
    const { speaker: _, ...others } = offer.ids;
    const ids = this.#state.speaker.canChoose ? offer.ids : others;
    return Object.keys(ids).length > 0 ? { ...offer, ids } : null;
  }

  #isListed({ ids }: DeviceOffer): boolean {
    const kinds: readonly ListedDeviceKind[] = [
      "camera",
      "microphone",
      "speaker",
    ];
    return kinds.some((kind) =>
      ids[kind] !== undefined &&
      this.#knownDevices?.some((device) =>
        device.kind === kind && device.id === ids[kind]
      )
    );
  }

  #notifySpeakerLost(): void {
    this.#options.notify("speaker-lost");
  }

  #set(part: Partial<DevicesState>): void {
    this.#options.state.set(part);
  }
}
