/**
 * Reaction to the loss of a device in use: one that was unplugged is replaced,
 * one that another app took is not. If another app takes a phone's front
 * camera, the rear one would film the room.
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

/** Effects on the local media. */
export interface DeviceRemovalEffects {
  /** Reads the device list; null when the browser fails to. */
  listDevices(): Promise<MediaDevice[] | null>;
  /** The open device, or null. */
  activeDevice(kind: MediaKind): ActiveDevice | null;
  /** Closes the device with the problem `ended`. */
  releaseDevice(kind: MediaKind): void;
  /** Opens another device; true when that succeeded. */
  switchToDevice(kind: MediaKind, device: MediaDevice): Promise<boolean>;
  /** The device is closed; `replacement` is in use instead, null for none. */
  onDeviceLost(kind: MediaKind, replacement: MediaDevice | null): void;
}

/** Handles the loss of camera and microphone. */
export class DeviceRemoval {
  readonly #effects: DeviceRemovalEffects;
  /** Devices that ended while still listed: the list may change later. */
  readonly #endedDevices = new Map<MediaKind, ActiveDevice>();

  constructor(effects: DeviceRemovalEffects) {
    this.#effects = effects;
  }

  /** Forgets an ended device, since the person or the page opened another. */
  discardEnded(kind: MediaKind): void {
    this.#endedDevices.delete(kind);
  }

  /** A track ended by itself. */
  async onTrackEnded(kind: MediaKind, device: ActiveDevice): Promise<void> {
    this.#effects.releaseDevice(kind);
    this.#endedDevices.set(kind, device);
    const devices = await this.#effects.listDevices();
    if (this.#endedDevices.get(kind) !== device) return;
    if (devices && isUnplugged(devices, kind, device)) {
      await this.#replace(kind, device, devices);
    } else this.#effects.onDeviceLost(kind, null);
  }

  /** The device list has changed. */
  async onDeviceList(devices: readonly MediaDevice[]): Promise<void> {
    for (const kind of MEDIA_KINDS) {
      const device = this.#effects.activeDevice(kind) ??
        this.#endedDevices.get(kind);
      if (device && isUnplugged(devices, kind, device)) {
        this.#effects.releaseDevice(kind);
        await this.#replace(kind, device, devices);
      }
    }
  }

  async #replace(
    kind: MediaKind,
    removed: ActiveDevice,
    devices: readonly MediaDevice[],
  ): Promise<void> {
    this.#endedDevices.delete(kind);
    const replacement = findReplacement(devices, kind, removed);
    const isReplaced = replacement !== null &&
      await this.#effects.switchToDevice(kind, replacement);
    this.#effects.onDeviceLost(kind, isReplaced ? replacement : null);
  }
}
