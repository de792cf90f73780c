/**
 * Brings back a camera or microphone that the system took while the page was
 * asleep, as phones do, and says so. One that goes while the page is seen was
 * unplugged, and a muted microphone stays muted.
 *
 * @module
 */
import type { CallState } from "../call/call_state.ts";
import type { Clock } from "../clock.ts";
import type { LocalMedia } from "./local_media.ts";
import type { MediaState } from "./media_state.ts";
import type { Notices } from "../call/notices.ts";
import type { Store } from "../store.ts";

/** What it needs of the call. */
export interface DeviceReacquirerOptions {
  readonly clock: Clock;
  readonly store: Store<CallState>;
  readonly media: Pick<LocalMedia, "setCamera" | "setMicrophone">;
  readonly notices: Notices;
}

/** An end that is told this soon after waking up happened before it. */
export const RESUME_GRACE_MS = 3_000;

const KINDS = ["camera", "microphone"] as const;
type Kind = typeof KINDS[number];

/** Follows both devices from its making on. */
export class DeviceReacquirer {
  readonly #options: DeviceReacquirerOptions;
  readonly #lostKinds = new Set<Kind>();
  #lastMedia: MediaState;
  #isHidden = false;
  #visibleAtMs = -Infinity;

  constructor(options: DeviceReacquirerOptions) {
    this.#options = options;
    this.#lastMedia = options.store.get().media;
    options.store.subscribe(({ media }) => this.#onMediaState(media));
  }

  /** The page is not seen any more. */
  onPageHidden(): void {
    this.#isHidden = true;
  }

  /** The page is seen again: what was taken meanwhile is asked for. */
  onPageVisible(): void {
    this.#isHidden = false;
    this.#visibleAtMs = this.#options.clock.nowMs();
    this.#reacquireLost();
  }

  #onMediaState(media: MediaState): void {
    const was = this.#lastMedia;
    this.#lastMedia = media;
    for (const kind of KINDS) {
      const hasEnded = media[kind].problem === "ended" &&
        was[kind].problem !== "ended";
      if (hasEnded && was[kind].isOn) this.#lostKinds.add(kind);
      if (media[kind].isOn) this.#lostKinds.delete(kind);
    }
    const { clock } = this.#options;
    if (this.#isHidden) return;
    if (clock.nowMs() - this.#visibleAtMs < RESUME_GRACE_MS) {
      this.#reacquireLost();
    } else this.#lostKinds.clear();
  }

  #reacquireLost(): void {
    const taken = [...this.#lostKinds];
    this.#lostKinds.clear();
    const { phase } = this.#options.store.get();
    if (phase === "left" || phase === "refused") return;
    for (const kind of taken) void this.#reacquire(kind);
  }

  async #reacquire(kind: Kind): Promise<void> {
    const { media, store, notices } = this.#options;
    if (kind === "camera") await media.setCamera(true);
    else await media.setMicrophone(true);
    if (store.get().media[kind].isOn) notices.post(`${kind}-back`);
  }
}
