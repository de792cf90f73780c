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
  type KnownDevice,
  type KnownKind,
  newThing,
} from "./device_list.ts";
import type { MediaKind } from "./local_tracks.ts";
import { InputLevelReader, type Meter } from "./input_level.ts";
import type { LocalMedia } from "./local_media.ts";
import type { Notices } from "../call/notices.ts";
import { NO_TALK, PushToTalk, type TalkState } from "./push_to_talk.ts";
import { NO_SPEAKER, speakerAfter, type SpeakerState } from "./audio_output.ts";
import type { Store } from "../store.ts";

/** What the views show of it. */
export interface DevicesState {
  readonly speaker: SpeakerState;
  readonly talk: TalkState;
  /** Something new that could be used. */
  readonly offer: DeviceOffer | null;
}

/** State before the list was read. */
export const NO_DEVICES: DevicesState = {
  speaker: NO_SPEAKER,
  talk: NO_TALK,
  offer: null,
};

/** How long something new is offered. */
export const OFFER_MS = 15_000;

/** What the devices need of the call around them. */
export interface DevicesOptions {
  readonly store: Store<CallState>;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly media: () => LocalMedia;
  readonly makeMeter: (track: MediaStreamTrack) => Meter;
}

/** What was chosen earlier. */
export interface KeptDevices {
  /** False where the browser leaves the choice to the system. */
  readonly canChooseSpeaker: boolean;
  readonly speakerId: string | null;
  readonly isPushToTalk: boolean;
}

/** The devices of one call. */
export class Devices {
  readonly talk: PushToTalk;
  readonly level: InputLevelReader;
  readonly #options: DevicesOptions;
  /** Null until it was read for the first time. */
  #list: readonly KnownDevice[] | null = null;
  #isPushToTalk = false;
  #cancelOffer = () => {};

  constructor(options: DevicesOptions) {
    const { store, clock, media, makeMeter } = options;
    this.#options = options;
    this.talk = new PushToTalk({
      isHeard: () => store.get().media.microphone.isOn,
      setHeard: (isHeard) => void media().setMicrophone(isHeard),
      prepare: () => void media().holdMicrophone(),
      onState: (talk) => this.#set({ talk }),
    });
    this.level = new InputLevelReader({
      clock,
      makeMeter,
      track: () => {
        const { audio } = media().tracks;
        return audio?.enabled ? audio : null;
      },
    });
  }

  /** Takes over what was chosen last time. */
  start(kept: KeptDevices): void {
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
  enter(): void {
    // Also again: who opened the microphone since would be heard.
    this.talk.enable(false);
    this.talk.enable(this.#isPushToTalk);
  }

  /** Wants push to talk from now on, or not. */
  setPushToTalk(isOn: boolean): void {
    this.#isPushToTalk = isOn;
    this.talk.enable(isOn);
  }

  /** The list of devices was read. */
  listed(devices: readonly KnownDevice[], isChange: boolean): void {
    const { speaker } = this.#state;
    const next = speakerAfter(speaker, devices);
    const before = this.#list;
    this.#list = devices;
    this.#set({ speaker: next });
    if (!isChange) return;
    if (next.deviceId !== speaker.deviceId) this.#tellSpeakerLost();
    this.#offer(before && newThing(before, devices));
  }

  /** Camera or microphone is gone; `by` takes its place. */
  lost(kind: MediaKind, by: KnownDevice | null): void {
    const { notices } = this.#options;
    if (by) notices.post(`${kind}-replaced`, by.label);
    else notices.post(`${kind}-ended`);
  }

  /** The others are heard there from now on; null is the system's speaker. */
  chooseSpeaker(deviceId: string | null): void {
    this.#set({ speaker: { ...this.#state.speaker, deviceId } });
  }

  /** The browser does not play at the speaker that was chosen. */
  speakerFailed(deviceId: string): void {
    if (this.#state.speaker.deviceId !== deviceId) return;
    this.chooseSpeaker(null);
    this.#tellSpeakerLost();
  }

  /** Uses what is offered; the ids that are now chosen. */
  useOffer(): DeviceOffer["ids"] {
    const ids: DeviceOffer["ids"] = this.#state.offer?.ids ?? {};
    const { camera, microphone, speaker } = ids;
    if (camera) void this.#options.media().choose("camera", camera);
    if (microphone) void this.#options.media().choose("microphone", microphone);
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

  #offer(offer: DeviceOffer | null): void {
    const usable = offer && this.#usable(offer);
    const old = this.#state.offer;
    if (!usable) {
      // What was offered may be gone again.
      if (old && !this.#isListed(old)) this.dismissOffer();
      return;
    }
    this.#cancelOffer();
    this.#set({ offer: usable });
    this.#cancelOffer = this.#options.clock.after(
      OFFER_MS,
      () => this.dismissOffer(),
    );
  }

  /** Without the parts that this browser cannot choose; null when none is left. */
  #usable(offer: DeviceOffer): DeviceOffer | null {
    const { speaker: _, ...others } = offer.ids;
    const ids = this.#state.speaker.canChoose ? offer.ids : others;
    return Object.keys(ids).length > 0 ? { ...offer, ids } : null;
  }

  #isListed({ ids }: DeviceOffer): boolean {
    const kinds: readonly KnownKind[] = ["camera", "microphone", "speaker"];
    return kinds.some((kind) =>
      ids[kind] !== undefined &&
      this.#list?.some((device) =>
        device.kind === kind && device.id === ids[kind]
      )
    );
  }

  #tellSpeakerLost(): void {
    this.#options.notices.post("speaker-lost");
  }

  #set(part: Partial<DevicesState>): void {
    this.#options.store.set({ devices: { ...this.#state, ...part } });
  }
}
