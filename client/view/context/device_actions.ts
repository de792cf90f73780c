/**
 * What the person can do about devices.
 *
 * @module
 */
import type { KnownKind } from "../../engine/media/device_list.ts";
import type { InputLevel } from "../../engine/media/input_level.ts";
import type { SoundOption } from "../../engine/media/audio_processing.ts";

/** What a view may ask for about devices. */
export interface DeviceActions {
  /** Null for the system's. */
  choose(kind: KnownKind, deviceId: string | null): void;
  turnCamera(): void;
  setSound(option: SoundOption, isOn: boolean): void;
  /** Calls back with the level of the own microphone until the result is called. */
  listenLevel(onLevel: (level: InputLevel) => void): () => void;
  /** Plays a short tone to its end at the chosen speaker. */
  testSpeaker(): Promise<void>;
  /** The browser does not play at this speaker. */
  speakerFailed(deviceId: string): void;
  useOffer(): void;
  dismissOffer(): void;
  setPushToTalk(isOn: boolean): void;
  /** The key or button of push to talk is down, or up. */
  talk(isHeld: boolean): void;
}
