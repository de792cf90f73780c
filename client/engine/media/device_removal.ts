/**
 * What happens when the device in use goes: one that was unplugged gives way
 * to another, one that was only taken away does not. A phone whose camera
 * another program takes must not show what is behind it.
 *
 * @module
 */
import {
  type ActiveDevice,
  findReplacement,
  isUnplugged,
  type MediaDevice,
} from "./device_list.ts";
import { MEDIA_KINDS, type MediaKind } from "./local_tracks.ts";

/** What is asked of, and told to, the local media. */
export interface DeviceRemovalEffects {
  /** The list now, or null when the browser does not tell. */
  listDevices(): Promise<MediaDevice[] | null>;
  /** The device that is open, or null. */
  activeDevice(kind: MediaKind): ActiveDevice | null;
  /** Lets go of what is left of it, and says that it ended. */
  releaseDevice(kind: MediaKind): void;
  /** Opens another; true when that came to pass. */
  switchToDevice(kind: MediaKind, device: MediaDevice): Promise<boolean>;
  /** All is done; `by` is what is used now, null for none. */
  onDeviceLost(kind: MediaKind, by: MediaDevice | null): void;
}

/** Looks after the devices in use. */
export class DeviceRemoval {
  readonly #effects: DeviceRemovalEffects;
  /** What ended while it was still listed: the list may come later. */
  readonly #endedDevices = new Map<MediaKind, ActiveDevice>();

  constructor(effects: DeviceRemovalEffects) {
    this.#effects = effects;
  }

  /** The person, or the page, has dealt with this kind since. */
  discardEnded(kind: MediaKind): void {
    this.#endedDevices.delete(kind);
  }

  /** A track came to its end by itself. */
  async onTrackEnded(kind: MediaKind, used: ActiveDevice): Promise<void> {
    this.#effects.releaseDevice(kind);
    this.#endedDevices.set(kind, used);
    const devices = await this.#effects.listDevices();
    if (this.#endedDevices.get(kind) !== used) return;
    if (devices && isUnplugged(devices, kind, used)) {
      await this.#replace(kind, used, devices);
    } else this.#effects.onDeviceLost(kind, null);
  }

  /** The list has changed. */
  async onDeviceList(devices: readonly MediaDevice[]): Promise<void> {
    for (const kind of MEDIA_KINDS) {
      const used = this.#effects.activeDevice(kind) ??
        this.#endedDevices.get(kind);
      if (used && isUnplugged(devices, kind, used)) {
        this.#effects.releaseDevice(kind);
        await this.#replace(kind, used, devices);
      }
    }
  }

  async #replace(
    kind: MediaKind,
    used: ActiveDevice,
    devices: readonly MediaDevice[],
  ): Promise<void> {
    this.#endedDevices.delete(kind);
    const other = findReplacement(devices, kind, used);
    const isBack = other !== null &&
      await this.#effects.switchToDevice(kind, other);
    this.#effects.onDeviceLost(kind, isBack ? other : null);
  }
}
