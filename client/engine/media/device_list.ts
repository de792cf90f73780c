/**
 * Reads the browser's list of devices: what there is to choose from, what was
 * unplugged, what is new, and which of them are one thing, as a headset is.
 *
 * @module
 */

/** Kind of a device. */
export type ListedDeviceKind = "camera" | "microphone" | "speaker";

/** One entry of the list; without an id until the browser allows to see it. */
export interface MediaDevice {
  readonly kind: ListedDeviceKind;
  readonly id: string;
  /** Shared by the parts of one thing; may be empty. */
  readonly groupId: string;
  readonly label: string;
}

/** One device to choose from. */
export interface DeviceChoice {
  readonly id: string;
  /** Empty until the browser allows to see it. */
  readonly label: string;
}

/** A device that is open, as its track tells. */
export interface ActiveDevice {
  readonly id: string;
  readonly groupId: string;
}

/** A new thing, with the id of each of its parts that there is. */
export interface DeviceOffer {
  readonly label: string;
  readonly ids: Readonly<Partial<Record<ListedDeviceKind, string>>>;
}

/** The part of `MediaDeviceInfo` that is read. */
export interface MediaDeviceInfoLike {
  readonly kind: string;
  readonly deviceId: string;
  readonly groupId?: string;
  readonly label: string;
}

/** Devices beyond this many are not listed. */
export const MAX_DEVICES = 64;
const MAX_LABEL_LENGTH = 100;

const KIND_BY_DEVICE_INFO_KIND: Readonly<Record<string, ListedDeviceKind>> = {
  videoinput: "camera",
  audioinput: "microphone",
  audiooutput: "speaker",
};
/** Entries that stand for another one (Chromium). */
const ALIAS_DEVICE_IDS = new Set(["default", "communications"]);
/** Numbers of maker and product, which tell a person nothing. */
const USB_ID_SUFFIX = /\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i;

/** The list in our words; kinds that are not ours are left out. */
export function readDevices(
  list: readonly MediaDeviceInfoLike[],
): MediaDevice[] {
  const devices: MediaDevice[] = [];
  for (const { kind, deviceId, groupId, label } of list) {
    const known = KIND_BY_DEVICE_INFO_KIND[kind];
    if (!known || devices.length === MAX_DEVICES) continue;
    devices.push({
      kind: known,
      id: deviceId,
      groupId: groupId ?? "",
      label: label.replace(USB_ID_SUFFIX, "").slice(0, MAX_LABEL_LENGTH),
    });
  }
  return devices;
}

/** The devices of a kind that can be chosen. */
export function listDeviceChoices(
  devices: readonly MediaDevice[],
  kind: ListedDeviceKind,
): DeviceChoice[] {
  return selectableDevices(devices, kind).map(({ id, label }) => ({
    id,
    label,
  }));
}

/** True when an open device is no longer in the list. */
export function isUnplugged(
  devices: readonly MediaDevice[],
  kind: ListedDeviceKind,
  used: ActiveDevice,
): boolean {
  const there = selectableDevices(devices, kind);
  // A list that hides its ids proves nothing.
  if (there.length === 0 && devices.some((d) => d.kind === kind)) return false;
  if (!ALIAS_DEVICE_IDS.has(used.id)) {
    return used.id !== "" && !there.some(({ id }) => id === used.id);
  }
  // The system's choice may have a group that no other entry has.
  return used.groupId !== "" &&
    !devices.some((d) => d.kind === kind && d.groupId === used.groupId);
}

/** What to use in place of one that was unplugged: what the system prefers, else the first. */
export function findReplacement(
  devices: readonly MediaDevice[],
  kind: ListedDeviceKind,
  used: ActiveDevice,
): MediaDevice | null {
  const others = selectableDevices(devices, kind).filter(({ id, groupId }) =>
    id !== used.id && (groupId === "" || groupId !== used.groupId)
  );
  const preferred = devices.find((d) => d.kind === kind && d.id === "default");
  return others.find(({ groupId }) => groupId === preferred?.groupId) ??
    others[0] ?? null;
}

/**
 * What has come since the list `before`. Of several things the first is told:
 * a list of ten new ones helps nobody.
 */
export function findNewDevice(
  before: readonly MediaDevice[],
  after: readonly MediaDevice[],
): DeviceOffer | null {
  const added = after.filter((device) =>
    isSelectable(device) &&
    !before.some((was) =>
      was.kind === device.kind && (was.id === device.id || was.id === "")
    )
  );
  const [first] = added;
  if (!first) return null;
  const parts = added.filter((device) =>
    device === first || (first.groupId !== "" &&
      device.groupId === first.groupId)
  );
  const ids: Partial<Record<ListedDeviceKind, string>> = {};
  for (const { kind, id } of parts) ids[kind] ??= id;
  const label = parts.find((device) => device.label !== "")?.label ?? "";
  return { label, ids };
}

function selectableDevices(
  devices: readonly MediaDevice[],
  kind: ListedDeviceKind,
): MediaDevice[] {
  return devices.filter((device) =>
    device.kind === kind && isSelectable(device)
  );
}

function isSelectable({ id }: MediaDevice): boolean {
  return id !== "" && !ALIAS_DEVICE_IDS.has(id);
}
