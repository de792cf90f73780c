/**
 * User actions for devices.
 *
 * @module
 */
import type { ListedDeviceKind } from "../../engine/media/device_list.ts";
import type { InputLevel } from "../../engine/media/input_level.ts";
import type { MediaSettings } from "../../engine/media/media_settings.ts";
import type { BackgroundEffect } from "../../engine/media/processing/background_effect.ts";
import type { AudioProcessingOption } from "../../engine/media/audio_processing.ts";

/** Actions for camera, microphone and speaker. */
export interface DeviceActions {
  /** `deviceId` null selects the system default. */
  chooseDevice(kind: ListedDeviceKind, deviceId: string | null): void;
  switchCamera(): void;
  setMediaSettings(part: Partial<MediaSettings>): void;
  setAudioProcessing(option: AudioProcessingOption, isOn: boolean): void;
  setStrongNoiseSuppression(isOn: boolean): void;
  setBackground(effect: BackgroundEffect): void;
  /** The person's own picture for the background; null without one. */
  readOwnPicture(): Promise<Blob | null>;
  /** Keeps and uses a picture from a file; false when it is not a picture. */
  keepOwnPicture(file: Blob): Promise<boolean>;
  deleteOwnPicture(): void;
  /** Reports the level of the own microphone; the result unsubscribes. */
  subscribeInputLevel(onLevel: (level: InputLevel) => void): () => void;
  /** Plays a short tone on the selected speaker; resolves when it ends. */
  testSpeaker(): Promise<void>;
  /** Falls back to the default speaker after a failed `setSinkId`. */
  reportSpeakerFailure(deviceId: string): void;
  acceptDeviceOffer(): void;
  dismissDeviceOffer(): void;
  setPushToTalkEnabled(isOn: boolean): void;
  /** Mirrors the own camera on this page; the others never see that. */
  setSelfMirrored(isOn: boolean): void;
  /** Turns the notice about speech while muted on or off. */
  setMutedSpeechDetection(isOn: boolean): void;
  /** Follows the push-to-talk key or button: true while pressed. */
  setTalkHeld(isHeld: boolean): void;
}
