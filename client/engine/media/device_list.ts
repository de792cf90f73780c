/**
 * Device list of the browser: choices, removed and new devices, and which
 * entries belong to one device, such as a headset.
 *
 * @module
 */

/** Kind of a listed device. */
export type ListedDeviceKind = "camera" | "microphone" | "speaker";

/** One entry of the list; its id is empty before permission is granted. */
export interface MediaDevice {
  readonly kind: ListedDeviceKind;
  readonly id: string;
  /** Shared by the entries of one device; may be empty. */
  readonly groupId: string;
  readonly label: string;
}

/** A device in a list of choices. */
export interface DeviceChoice {
  readonly id: string;
  /** Empty before permission is granted. */
  readonly label: string;
}

/** An open device, from the settings of its track. */
export interface ActiveDevice {
  readonly id: string;
  readonly groupId: string;
}

/** A new device, with the id of each of its entries. */
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

/** Longest device list. */
export const MAX_DEVICES = 64;
const MAX_LABEL_LENGTH = 100;

const KIND_BY_DEVICE_INFO_KIND: Readonly<Record<string, ListedDeviceKind>> = {
  videoinput: "camera",
  audioinput: "microphone",
  audiooutput: "speaker",
};
/** Ids of entries that are an alias of another one (Chromium). */
const ALIAS_DEVICE_IDS = new Set(["default", "communications"]);
/** USB vendor and product id at the end of a label. */
const USB_ID_SUFFIX = /\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i;

/** Converts the list of the browser; unknown kinds are left out. */
export function readDevices(
  list: readonly MediaDeviceInfoLike[],
): MediaDevice[] {
  const devices: MediaDevice[] = [];
  for (const { kind, deviceId, groupId, label } of list) {
    const listedKind = KIND_BY_DEVICE_INFO_KIND[kind];
    if (!listedKind || devices.length === MAX_DEVICES) continue;
    devices.push({
      kind: listedKind,
      id: deviceId,
      groupId: groupId ?? "",
      label: label.replace(USB_ID_SUFFIX, "").slice(0, MAX_LABEL_LENGTH),
    });
  }
  return devices;
}

/** Selectable devices of a kind. */
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
  active: ActiveDevice,
): boolean {
  const listed = selectableDevices(devices, kind);
  // Before permission the ids are hidden: nothing can be concluded.
  if (listed.length === 0 && devices.some((d) => d.kind === kind)) return false;
  if (!ALIAS_DEVICE_IDS.has(active.id)) {
    return active.id !== "" && !listed.some(({ id }) => id === active.id);
  }
  // The system default may have a group of its own.
  return active.groupId !== "" &&
    !devices.some((d) => d.kind === kind && d.groupId === active.groupId);
}

/** Replacement of an unplugged device: the system default, otherwise the first one. */
export function findReplacement(
  devices: readonly MediaDevice[],
  kind: ListedDeviceKind,
  removed: ActiveDevice,
): MediaDevice | null {
  const candidates = selectableDevices(devices, kind).filter((device) =>
    device.id !== removed.id &&
    (device.groupId === "" || device.groupId !== removed.groupId)
  );
  const preferred = devices.find((d) => d.kind === kind && d.id === "default");
  return candidates.find(({ groupId }) => groupId === preferred?.groupId) ??
    candidates[0] ?? null;
}

/**
 * The first device that was added since the list `before`, or null. Only one is
 * offered at a time.
 */
export function findNewDevice(
  before: readonly MediaDevice[],
  after: readonly MediaDevice[],
): DeviceOffer | null {
  const added = after.filter((device) =>
    isSelectable(device) &&
    !before.some(({ kind, id }) =>
      kind === device.kind && (id === device.id || id === "")
    )
  );
  const [firstAdded] = added;
  if (!firstAdded) return null;
  const { groupId } = firstAdded;
  const groupParts = added.filter((device) =>
    device === firstAdded || (groupId !== "" && device.groupId === groupId)
  );
  const ids: Partial<Record<ListedDeviceKind, string>> = {};
  for (const { kind, id } of groupParts) ids[kind] ??= id;
  const label = groupParts.find((part) => part.label !== "")?.label ?? "";
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
