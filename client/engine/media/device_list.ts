/**
 * Reads the browser's list of devices: what there is to choose from, what was
 * unplugged, what is new, and which of them are one thing, as a headset is.
 *
 * @module
 */

/** Kind of a device. */
export type KnownKind = "camera" | "microphone" | "speaker";

/** One entry of the list; without an id until the browser allows to see it. */
export interface KnownDevice {
  readonly kind: KnownKind;
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
export interface UsedDevice {
  readonly id: string;
  readonly groupId: string;
}

/** A new thing, with the id of each of its parts that there is. */
export interface DeviceOffer {
  readonly label: string;
  readonly ids: Readonly<Partial<Record<KnownKind, string>>>;
}

/** The part of `MediaDeviceInfo` that is read. */
export interface ListedDevice {
  readonly kind: string;
  readonly deviceId: string;
  readonly groupId?: string;
  readonly label: string;
}

/** Devices beyond this many are not listed. */
export const MAX_DEVICES = 64;
const MAX_LABEL = 100;

const KINDS: Readonly<Record<string, KnownKind>> = {
  videoinput: "camera",
  audioinput: "microphone",
  audiooutput: "speaker",
};
/** Entries that stand for another one (Chromium). */
const STANDS_FOR_ANOTHER = new Set(["default", "communications"]);
/** Numbers of maker and product, which tell a person nothing. */
const USB_NUMBERS = /\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i;

/** The list in our words; kinds that are not ours are left out. */
export function readDevices(list: readonly ListedDevice[]): KnownDevice[] {
  const devices: KnownDevice[] = [];
  for (const { kind, deviceId, groupId, label } of list) {
    const known = KINDS[kind];
    if (!known || devices.length === MAX_DEVICES) continue;
    devices.push({
      kind: known,
      id: deviceId,
      groupId: groupId ?? "",
      label: label.replace(USB_NUMBERS, "").slice(0, MAX_LABEL),
    });
  }
  return devices;
}

/** The devices of a kind that can be chosen. */
export function choicesOf(
  devices: readonly KnownDevice[],
  kind: KnownKind,
): DeviceChoice[] {
  return real(devices, kind).map(({ id, label }) => ({ id, label }));
}

/** True when an open device is no longer in the list. */
export function isUnplugged(
  devices: readonly KnownDevice[],
  kind: KnownKind,
  used: UsedDevice,
): boolean {
  const there = real(devices, kind);
  // A list that hides its ids proves nothing.
  if (there.length === 0 && devices.some((d) => d.kind === kind)) return false;
  if (!STANDS_FOR_ANOTHER.has(used.id)) {
    return used.id !== "" && !there.some(({ id }) => id === used.id);
  }
  // The system's choice may have a group that no other entry has.
  return used.groupId !== "" &&
    !devices.some((d) => d.kind === kind && d.groupId === used.groupId);
}

/** What to use in place of one that was unplugged: what the system prefers, else the first. */
export function replacementFor(
  devices: readonly KnownDevice[],
  kind: KnownKind,
  used: UsedDevice,
): KnownDevice | null {
  const others = real(devices, kind).filter(({ id, groupId }) =>
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
export function newThing(
  before: readonly KnownDevice[],
  after: readonly KnownDevice[],
): DeviceOffer | null {
  const added = after.filter((device) =>
    isReal(device) &&
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
  const ids: Partial<Record<KnownKind, string>> = {};
  for (const { kind, id } of parts) ids[kind] ??= id;
  const label = parts.find((device) => device.label !== "")?.label ?? "";
  return { label, ids };
}

function real(
  devices: readonly KnownDevice[],
  kind: KnownKind,
): KnownDevice[] {
  return devices.filter((device) => device.kind === kind && isReal(device));
}

function isReal({ id }: KnownDevice): boolean {
  return id !== "" && !STANDS_FOR_ANOTHER.has(id);
}
