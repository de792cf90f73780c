/**
 * Choices of a device and the selected one, for the select field and the menu.
 *
 * @module
 */
import type { CallState } from "../../engine/call/call_state.ts";
import type { ListedDeviceKind } from "../../engine/media/device_list.ts";
import type { TextFormatter } from "../context/i18n.ts";

/** A device that can be selected. */
export interface DeviceOption {
  /** Empty for the system default. */
  readonly id: string;
  readonly label: string;
}

/** Choices of a device. */
export interface DeviceSelection {
  readonly options: readonly DeviceOption[];
  readonly selectedId: string;
}

/** Choices and the selected one. No system has a default camera: the one in use is selected. */
export function readDeviceSelection(
  kind: ListedDeviceKind,
  { media, devices }: CallState,
  text: TextFormatter,
): DeviceSelection {
  const { choices, deviceId } = kind === "speaker"
    ? devices.speaker
    : media[kind];
  const isListed = (id: string | null) => choices.some((c) => c.id === id);
  const activeId = kind === "camera" ? media.camera.activeDeviceId : null;
  const selectedId = [deviceId, activeId].find(isListed) ?? "";
  const hasDefault = kind !== "camera" || selectedId === "";
  const named = choices.map(({ id, label }, i) => ({
    id,
    label: label || text(`${kind}Number`, { n: i + 1 }),
  }));
  const systemDefault = { id: "", label: text("systemDefault") };
  return {
    options: hasDefault ? [systemDefault, ...named] : named,
    selectedId,
  };
}

/** False for a speaker that the browser cannot select. */
export function canChooseDevice(
  kind: ListedDeviceKind,
  { devices: { speaker } }: CallState,
): boolean {
  return kind !== "speaker" ||
    (speaker.canChoose && speaker.choices.length > 0);
}
