/**
 * Speaker on which the call plays: the chosen one while it is connected. The
 * media elements belong to the view.
 *
 * @module
 */
import {
  type DeviceChoice,
  isUnplugged,
  listDeviceChoices,
  type MediaDevice,
} from "./device_list.ts";

/** State of the speaker. */
export interface SpeakerState {
  /** False where the browser always uses the system default. */
  readonly canChoose: boolean;
  /** Id of the chosen speaker for `setSinkId`, or null for the system default. */
  readonly deviceId: string | null;
  readonly choices: readonly DeviceChoice[];
}

/** State before the device list was read. */
export const NO_SPEAKER: SpeakerState = {
  canChoose: false,
  deviceId: null,
  choices: [],
};

/**
 * State after the device list was read. A removed speaker is replaced by the
 * system default, as the browser does with the sound by itself.
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
