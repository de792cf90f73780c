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
export interface DeviceReturnOptions {
  readonly clock: Clock;
  readonly store: Store<CallState>;
  readonly media: Pick<LocalMedia, "setCamera" | "setMicrophone">;
  readonly notices: Notices;
}

/** An end that is told this soon after waking up happened before it. */
export const WAKING_MS = 3_000;

const KINDS = ["camera", "microphone"] as const;
type Kind = typeof KINDS[number];

/** Follows both devices from its making on. */
export class DeviceReturn {
  readonly #options: DeviceReturnOptions;
  readonly #taken = new Set<Kind>();
  #media: MediaState;
  #isHidden = false;
  #shownAtMs = -Infinity;

  constructor(options: DeviceReturnOptions) {
    this.#options = options;
    this.#media = options.store.get().media;
    options.store.subscribe(({ media }) => this.#look(media));
  }

  /** The page is not seen any more. */
  hidden(): void {
    this.#isHidden = true;
  }

  /** The page is seen again: what was taken meanwhile is asked for. */
  shown(): void {
    this.#isHidden = false;
    this.#shownAtMs = this.#options.clock.nowMs();
    this.#bringBack();
  }

  #look(media: MediaState): void {
    const was = this.#media;
    this.#media = media;
    for (const kind of KINDS) {
      const hasEnded = media[kind].problem === "ended" &&
        was[kind].problem !== "ended";
      if (hasEnded && was[kind].isOn) this.#taken.add(kind);
      if (media[kind].isOn) this.#taken.delete(kind);
    }
    const { clock } = this.#options;
    if (this.#isHidden) return;
    if (clock.nowMs() - this.#shownAtMs < WAKING_MS) this.#bringBack();
    else this.#taken.clear();
  }

  #bringBack(): void {
    const taken = [...this.#taken];
    this.#taken.clear();
    const { phase } = this.#options.store.get();
    if (phase === "left" || phase === "refused") return;
    for (const kind of taken) void this.#ask(kind);
  }

  async #ask(kind: Kind): Promise<void> {
    const { media, store, notices } = this.#options;
    if (kind === "camera") await media.setCamera(true);
    else await media.setMicrophone(true);
    if (store.get().media[kind].isOn) notices.post(`${kind}-back`);
  }
}
