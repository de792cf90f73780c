/**
 * Reopens a camera or microphone that the system took while the page was in
 * the background, as phones do. A device that ends while the page is visible
 * was unplugged, and a muted microphone stays muted.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { StateSlice } from "../store.ts";
import type { LocalMedia } from "./local_media.ts";
import { MEDIA_KINDS, type MediaKind } from "./local_tracks.ts";
import type { MediaState, NotifyMedia } from "./media_state.ts";

/** Dependencies of {@linkcode DeviceReacquirer}. */
export interface DeviceReacquirerOptions {
  readonly clock: Clock;
  readonly state: Pick<StateSlice<MediaState>, "get">;
  readonly media: Pick<LocalMedia, "setCamera" | "setMicrophone">;
  /** True after the call, when no device may be opened again. */
  readonly isCallOver: () => boolean;
  readonly notify: NotifyMedia;
}

/** A track that ends this soon after the page became visible ended before. */
export const RESUME_GRACE_MS = 3_000;

/** Follows camera and microphone of one call. */
export class DeviceReacquirer {
  readonly #options: DeviceReacquirerOptions;
  readonly #lostKinds = new Set<MediaKind>();
  #lastMedia: MediaState;
  #isHidden = false;
  #visibleAtMs = -Infinity;

  constructor(options: DeviceReacquirerOptions) {
    this.#options = options;
    this.#lastMedia = options.state.get();
  }

  /** The page is hidden. */
  onPageHidden(): void {
    this.#isHidden = true;
  }

  /** The page is visible again: reopens what was lost meanwhile. */
  onPageVisible(): void {
    this.#isHidden = false;
    this.#visibleAtMs = this.#options.clock.nowMs();
    this.#reacquireLost();
  }

  /** The state of the devices may have changed. */
  onMediaChange(): void {
    const previous = this.#lastMedia;
    const media = this.#options.state.get();
    this.#lastMedia = media;
    for (const kind of MEDIA_KINDS) {
      const hasEnded = media[kind].problem === "ended" &&
        previous[kind].problem !== "ended";
      if (hasEnded && previous[kind].isOn) this.#lostKinds.add(kind);
      if (media[kind].isOn) this.#lostKinds.delete(kind);
    }
    const { clock } = this.#options;
    if (this.#isHidden) return;
    if (clock.nowMs() - this.#visibleAtMs < RESUME_GRACE_MS) {
      this.#reacquireLost();
    } else this.#lostKinds.clear();
  }

  #reacquireLost(): void {
    const kinds = [...this.#lostKinds];
    this.#lostKinds.clear();
    if (this.#options.isCallOver()) return;
    for (const kind of kinds) void this.#reacquire(kind);
  }

  async #reacquire(kind: MediaKind): Promise<void> {
    const { media, state, notify } = this.#options;
    if (kind === "camera") await media.setCamera(true);
    else await media.setMicrophone(true);
    if (state.get()[kind].isOn) notify(`${kind}-back`);
  }
}
