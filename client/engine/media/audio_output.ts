/**
 * Where the others are heard: the speaker that the person chose, as long as
 * it is there. The elements that play are the view's.
 *
 * @module
 */
import {
  type DeviceChoice,
  isUnplugged,
  listDeviceChoices,
  type MediaDevice,
} from "./device_list.ts";

/** What the views show of the speaker. */
export interface SpeakerState {
  /** False where the browser leaves the choice to the system. */
  readonly canChoose: boolean;
  /** The chosen one, as `setSinkId` takes it, or null for the system's. */
  readonly deviceId: string | null;
  readonly choices: readonly DeviceChoice[];
}

/** A speaker that cannot be chosen. */
export const NO_SPEAKER: SpeakerState = {
  canChoose: false,
  deviceId: null,
  choices: [],
};

/**
 * The speaker once a list was read. One that is gone gives way to the
 * system's, which is what the browser does with the sound by itself.
 */
export function updateSpeaker(
  state: SpeakerState,
  devices: readonly MediaDevice[],
): SpeakerState {
  const { deviceId } = state;
  const isGone = deviceId !== null &&
    isUnplugged(devices, "speaker", { id: deviceId, groupId: "" });
  return {
    ...state,
    deviceId: isGone ? null : deviceId,
    choices: listDeviceChoices(devices, "speaker"),
  };
}
