/**
 * What the person can do about devices.
 *
 * @module
 */
import type { ListedDeviceKind } from "../../engine/media/device_list.ts";
import type { InputLevel } from "../../engine/media/input_level.ts";
import type { AudioProcessingOption } from "../../engine/media/audio_processing.ts";

/** What a view may ask for about devices. */
export interface DeviceActions {
  /** Null for the system's. */
  chooseDevice(kind: ListedDeviceKind, deviceId: string | null): void;
  switchCamera(): void;
  setAudioProcessing(option: AudioProcessingOption, isOn: boolean): void;
  /** Calls back with the level of the own microphone until the result is called. */
  subscribeInputLevel(onLevel: (level: InputLevel) => void): () => void;
  /** Plays a short tone to its end at the chosen speaker. */
  testSpeaker(): Promise<void>;
  /** The browser does not play at this speaker. */
  reportSpeakerFailure(deviceId: string): void;
  acceptDeviceOffer(): void;
  dismissDeviceOffer(): void;
  setPushToTalkEnabled(isOn: boolean): void;
  /** The key or button of push to talk is down, or up. */
  setTalkHeld(isHeld: boolean): void;
}
