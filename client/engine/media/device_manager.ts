/**
 * Everything about devices that is more than opening them: the speaker, what
 * was plugged in, what was taken away, push to talk and the level meter.
 *
 * @module
 */
import type { CallState } from "../call/call_state.ts";
import type { Clock } from "../clock.ts";
import {
  type DeviceOffer,
  findNewDevice,
  type ListedDeviceKind,
  type MediaDevice,
} from "./device_list.ts";
import type { MediaKind } from "./local_tracks.ts";
import { type AudioMeter, InputLevelReader } from "./input_level.ts";
import type { LocalMedia } from "./local_media.ts";
import type { Notices } from "../call/notices.ts";
import {
  PUSH_TO_TALK_OFF,
  PushToTalk,
  type PushToTalkState,
} from "./push_to_talk.ts";
import {
  NO_SPEAKER,
  type SpeakerState,
  updateSpeaker,
} from "./audio_output.ts";
import type { Store } from "../store.ts";

/** What the views show of it. */
export interface DevicesState {
  readonly speaker: SpeakerState;
  readonly pushToTalk: PushToTalkState;
  /** Something new that could be used. */
  readonly offer: DeviceOffer | null;
}

/** State before the list was read. */
export const NO_DEVICES: DevicesState = {
  speaker: NO_SPEAKER,
  pushToTalk: PUSH_TO_TALK_OFF,
  offer: null,
};

/** How long something new is offered. */
export const DEVICE_OFFER_MS = 15_000;

/** What the devices need of the call around them. */
export interface DeviceManagerOptions {
  readonly store: Store<CallState>;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly media: () => LocalMedia;
  readonly makeMeter: (track: MediaStreamTrack) => AudioMeter;
}

/** What was chosen earlier. */
export interface SavedDevicePreferences {
  /** False where the browser leaves the choice to the system. */
  readonly canChooseSpeaker: boolean;
  readonly speakerId: string | null;
  readonly isPushToTalk: boolean;
}

/** The devices of one call. */
export class DeviceManager {
  readonly pushToTalk: PushToTalk;
  readonly inputLevel: InputLevelReader;
  readonly #options: DeviceManagerOptions;
  /** Null until it was read for the first time. */
  #knownDevices: readonly MediaDevice[] | null = null;
  #isPushToTalk = false;
  #cancelOffer = () => {};

  constructor(options: DeviceManagerOptions) {
    const { store, clock, media, makeMeter } = options;
    this.#options = options;
    this.pushToTalk = new PushToTalk({
      isUnmuted: () => store.get().media.microphone.isOn,
      setUnmuted: (isHeard) => void media().setMicrophone(isHeard),
      openMuted: () => void media().openMicrophoneMuted(),
      onState: (talk) => this.#set({ pushToTalk: talk }),
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

  /** Takes over what was chosen last time. */
  restorePreferences(kept: SavedDevicePreferences): void {
    this.#isPushToTalk = kept.isPushToTalk;
    this.#set({
      speaker: {
        ...this.#state.speaker,
        canChoose: kept.canChooseSpeaker,
        deviceId: kept.speakerId,
      },
    });
  }

  /** The call begins: in the lobby nobody needs to hold a key. */
  resetPushToTalk(): void {
    // Also again: who opened the microphone since would be heard.
    this.pushToTalk.enable(false);
    this.pushToTalk.enable(this.#isPushToTalk);
  }

  /** Wants push to talk from now on, or not. */
  setPushToTalk(isOn: boolean): void {
    this.#isPushToTalk = isOn;
    this.pushToTalk.enable(isOn);
  }

  /** The list of devices was read. */
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

  /** Camera or microphone is gone; `by` takes its place. */
  onDeviceLost(kind: MediaKind, by: MediaDevice | null): void {
    const { notices } = this.#options;
    if (by) notices.post(`${kind}-replaced`, by.label);
    else notices.post(`${kind}-ended`);
  }

  /** The others are heard there from now on; null is the system's speaker. */
  chooseSpeaker(deviceId: string | null): void {
    this.#set({ speaker: { ...this.#state.speaker, deviceId } });
  }

  /** The browser does not play at the speaker that was chosen. */
  onSpeakerFailed(deviceId: string): void {
    if (this.#state.speaker.deviceId !== deviceId) return;
    this.chooseSpeaker(null);
    this.#notifySpeakerLost();
  }

  /** Uses what is offered; the ids that are now chosen. */
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

  /** What is offered is not wanted. */
  dismissOffer(): void {
    this.#cancelOffer();
    this.#set({ offer: null });
  }

  get #state(): DevicesState {
    return this.#options.store.get().devices;
  }

  #updateOffer(offer: DeviceOffer | null): void {
    const usable = offer && this.#selectableOffer(offer);
    const old = this.#state.offer;
    if (!usable) {
      // What was offered may be gone again.
      if (old && !this.#isListed(old)) this.dismissOffer();
      return;
    }
    this.#cancelOffer();
    this.#set({ offer: usable });
    this.#cancelOffer = this.#options.clock.after(
      DEVICE_OFFER_MS,
      () => this.dismissOffer(),
    );
  }

  /** Without the parts that this browser cannot choose; null when none is left. */
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
    this.#options.notices.post("speaker-lost");
  }

  #set(part: Partial<DevicesState>): void {
    this.#options.store.set({ devices: { ...this.#state, ...part } });
  }
}
