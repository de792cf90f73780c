/**
 * Active speakers from the levels of all microphones. A hold time bridges the
 * pauses between words.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { FeaturedSpeaker } from "./featured_speaker.ts";

/** Interval for reading the levels. */
export const SPEAKING_POLL_MS = 200;
/** Level of speech; 1 is full scale (0 dBov). */
export const SPEAKING_LEVEL = 0.02;
/** How long a member stays active after the last level of speech. */
export const SPEAKING_HOLD_MS = 700;

/** Ids of the members that speak; null is this browser. */
export type ActiveSpeakers = readonly (string | null)[];

/** Dependencies of {@linkcode ActiveSpeakerDetector}. */
export interface ActiveSpeakerDetectorOptions {
  readonly clock: Clock;
  /** Level of each member, 0 to 1. */
  readonly levels: () => ReadonlyMap<string, number>;
  /** Level of our microphone, as it is sent. */
  readonly localLevel: () => Promise<number>;
  /** Called when a member begins or stops to speak. */
  readonly onActiveSpeakers: (speakers: ActiveSpeakers) => void;
  /** Called when another member becomes the featured speaker. */
  readonly onFeaturedSpeaker: (id: string | null) => void;
}

/** Reads levels from `start` to `stop`. */
export class ActiveSpeakerDetector {
  readonly #options: ActiveSpeakerDetectorOptions;
  readonly #loudAtMs = new Map<string | null, number>();
  readonly #featured = new FeaturedSpeaker();
  #lastSpeakers: ActiveSpeakers = [];
  #cancel: (() => void) | null = null;
  #localLevel = 0;
  #isReadingLocalLevel = false;

  constructor(options: ActiveSpeakerDetectorOptions) {
    this.#options = options;
  }

  /** Begins to read the levels. */
  start(): void {
    if (this.#cancel) return;
    this.#poll();
  }

  /** Ends, with no active speakers. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#loudAtMs.clear();
    this.#setSpeakers([]);
    this.#updateFeatured(() => this.#featured.clear());
  }

  #poll(): void {
    const { clock, levels } = this.#options;
    const nowMs = clock.nowMs();
    const current = new Map<string | null, number>(levels());
    current.set(null, this.#localLevel);
    for (const [id, level] of current) {
      if (level >= SPEAKING_LEVEL) this.#loudAtMs.set(id, nowMs);
    }
    for (const [id, loudAtMs] of this.#loudAtMs) {
      const isOver = nowMs - loudAtMs >= SPEAKING_HOLD_MS;
      if (isOver || !current.has(id)) this.#loudAtMs.delete(id);
    }
    const speakers = [...this.#loudAtMs.keys()];
    this.#setSpeakers(speakers);
    const members = new Set<string>();
    for (const id of current.keys()) if (id !== null) members.add(id);
    this.#updateFeatured(() => this.#featured.update(speakers, members, nowMs));
    void this.#readLocalLevel();
    this.#cancel = clock.after(SPEAKING_POLL_MS, () => this.#poll());
  }

  async #readLocalLevel(): Promise<void> {
    if (this.#isReadingLocalLevel) return;
    this.#isReadingLocalLevel = true;
    this.#localLevel = await this.#options.localLevel().catch(() => 0);
    this.#isReadingLocalLevel = false;
  }

  #updateFeatured(update: () => void): void {
    const previous = this.#featured.id;
    update();
    const { id } = this.#featured;
    if (id !== previous) this.#options.onFeaturedSpeaker(id);
  }

  #setSpeakers(speakers: ActiveSpeakers): void {
    const previous = this.#lastSpeakers;
    const isSame = speakers.length === previous.length &&
      speakers.every((speaker, i) => speaker === previous[i]);
    if (isSame) return;
    this.#lastSpeakers = speakers;
    this.#options.onActiveSpeakers(speakers);
  }
}
