/**
 * What happens when the device in use goes: one that was unplugged gives way
 * to another, one that was only taken away does not. A phone whose camera
 * another program takes must not show what is behind it.
 *
 * @module
 */
import {
  isUnplugged,
  type KnownDevice,
  replacementFor,
  type UsedDevice,
} from "./device_list.ts";
import { MEDIA_KINDS, type MediaKind } from "./local_tracks.ts";

/** What is asked of, and told to, the local media. */
export interface UnpluggedEffects {
  /** The list now, or null when the browser does not tell. */
  list(): Promise<KnownDevice[] | null>;
  /** The device that is open, or null. */
  used(kind: MediaKind): UsedDevice | null;
  /** Lets go of what is left of it, and says that it ended. */
  giveUp(kind: MediaKind): void;
  /** Opens another; true when that came to pass. */
  useInstead(kind: MediaKind, device: KnownDevice): Promise<boolean>;
  /** All is done; `by` is what is used now, null for none. */
  onLost(kind: MediaKind, by: KnownDevice | null): void;
}

/** Looks after the devices in use. */
export class Unplugged {
  readonly #effects: UnpluggedEffects;
  /** What ended while it was still listed: the list may come later. */
  readonly #ended = new Map<MediaKind, UsedDevice>();

  constructor(effects: UnpluggedEffects) {
    this.#effects = effects;
  }

  /** The person, or the page, has dealt with this kind since. */
  forget(kind: MediaKind): void {
    this.#ended.delete(kind);
  }

  /** A track came to its end by itself. */
  async ended(kind: MediaKind, used: UsedDevice): Promise<void> {
    this.#effects.giveUp(kind);
    this.#ended.set(kind, used);
    const devices = await this.#effects.list();
    if (this.#ended.get(kind) !== used) return;
    if (devices && isUnplugged(devices, kind, used)) {
      await this.#replace(kind, used, devices);
    } else this.#effects.onLost(kind, null);
  }

  /** The list has changed. */
  async changed(devices: readonly KnownDevice[]): Promise<void> {
    for (const kind of MEDIA_KINDS) {
      const used = this.#effects.used(kind) ?? this.#ended.get(kind);
      if (used && isUnplugged(devices, kind, used)) {
        this.#effects.giveUp(kind);
        await this.#replace(kind, used, devices);
      }
    }
  }

  async #replace(
    kind: MediaKind,
    used: UsedDevice,
    devices: readonly KnownDevice[],
  ): Promise<void> {
    this.#ended.delete(kind);
    const other = replacementFor(devices, kind, used);
    const isBack = other !== null &&
      await this.#effects.useInstead(kind, other);
    this.#effects.onLost(kind, isBack ? other : null);
  }
}
