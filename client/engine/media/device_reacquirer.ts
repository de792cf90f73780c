/**
 * Reopens a camera or microphone that the system took while the page was in
 * the background or just before, as phones do for a phone call. A device that
 * ends while the page stays visible was unplugged, and a muted microphone stays
 * muted.
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
  readonly media: Pick<
    LocalMedia,
    "setCamera" | "setMicrophone" | "reopenInterrupted"
  >;
  /** True after the call, when no device may be opened again. */
  readonly isCallOver: () => boolean;
  readonly notify: NotifyMedia;
}

/** A track that ends this soon after the page became visible ended before. */
export const RESUME_GRACE_MS = 3_000;
/** A device that ended this shortly before the page was hidden went with it. */
export const HIDE_GRACE_MS = 5_000;
/** Time for the system to give a device back by itself. */
export const INTERRUPTION_GRACE_MS = 1_500;

/** Follows camera and microphone of one call. */
export class DeviceReacquirer {
  readonly #options: DeviceReacquirerOptions;
  readonly #lostKinds = new Set<MediaKind>();
  #lastMedia: MediaState;
  #isHidden = false;
  #visibleAtMs = -Infinity;
  #lostAtMs = -Infinity;
  #cancelReopen = () => {};

  constructor(options: DeviceReacquirerOptions) {
    this.#options = options;
    this.#lastMedia = options.state.get();
  }

  /** The page is hidden. */
  onPageHidden(): void {
    this.#isHidden = true;
    this.#cancelReopen();
    const sinceMs = this.#options.clock.nowMs() - this.#lostAtMs;
    if (sinceMs >= HIDE_GRACE_MS) this.#lostKinds.clear();
  }

  /** The page is visible again: reopens what was lost meanwhile. */
  onPageVisible(): void {
    this.#isHidden = false;
    const { clock, media, isCallOver } = this.#options;
    this.#visibleAtMs = clock.nowMs();
    this.#reacquireLost();
    this.#cancelReopen = clock.after(INTERRUPTION_GRACE_MS, () => {
      if (!isCallOver()) void media.reopenInterrupted();
    });
  }

  /** The state of the devices may have changed. */
  onMediaChange(): void {
    const previous = this.#lastMedia;
    const media = this.#options.state.get();
    this.#lastMedia = media;
    for (const kind of MEDIA_KINDS) {
      const hasEnded = media[kind].problem === "ended" &&
        previous[kind].problem !== "ended";
      if (hasEnded && previous[kind].isOn) {
        this.#lostKinds.add(kind);
        this.#lostAtMs = this.#options.clock.nowMs();
      }
      if (media[kind].isOn) this.#lostKinds.delete(kind);
    }
    const { clock } = this.#options;
    if (this.#isHidden) return;
    if (clock.nowMs() - this.#visibleAtMs < RESUME_GRACE_MS) {
      this.#reacquireLost();
    }
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
