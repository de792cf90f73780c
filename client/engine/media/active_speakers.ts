/**
 * Who speaks: follows the levels of all microphones, and keeps a word's pauses
 * from making the answer flicker.
 *
 * @module
 */
import type { Clock } from "../clock.ts";

/** How often the levels are read. */
export const SPEAKING_POLL_MS = 200;
/** Level from which on someone speaks; 1 is the loudest there is (0 dBov). */
export const SPEAKING_LEVEL = 0.02;
/** How long someone still speaks after the last loud moment. */
export const SPEAKING_HOLD_MS = 700;

/** Who speaks: ids of members, and null for this browser's own person. */
export type ActiveSpeakers = readonly (string | null)[];

/** What it needs from outside. */
export interface ActiveSpeakerDetectorOptions {
  readonly clock: Clock;
  /** Levels of 0 to 1 of those who are heard now. */
  readonly levels: () => ReadonlyMap<string, number>;
  /** Level of the own microphone, as it is sent. */
  readonly localLevel: () => Promise<number>;
  /** Told only when someone begins or ends. */
  readonly onActiveSpeakers: (speakers: ActiveSpeakers) => void;
}

/** Reads levels from `start` to `stop`. */
export class ActiveSpeakerDetector {
  readonly #options: ActiveSpeakerDetectorOptions;
  readonly #loudAtMs = new Map<string | null, number>();
  #lastSpeakers: ActiveSpeakers = [];
  #cancel: (() => void) | null = null;
  #localLevel = 0;
  #isReadingLocalLevel = false;

  constructor(options: ActiveSpeakerDetectorOptions) {
    this.#options = options;
  }

  /** Begins to follow the levels. */
  start(): void {
    if (this.#cancel) return;
    this.#poll();
  }

  /** Ends; nobody speaks any more. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#loudAtMs.clear();
    this.#setSpeakers([]);
  }

  #poll(): void {
    const { clock, levels } = this.#options;
    const nowMs = clock.nowMs();
    const now = new Map<string | null, number>(levels());
    now.set(null, this.#localLevel);
    for (const [id, level] of now) {
      if (level >= SPEAKING_LEVEL) this.#loudAtMs.set(id, nowMs);
    }
    for (const [id, loudAtMs] of this.#loudAtMs) {
      const isOver = nowMs - loudAtMs >= SPEAKING_HOLD_MS;
      if (isOver || !now.has(id)) this.#loudAtMs.delete(id);
    }
    this.#setSpeakers([...this.#loudAtMs.keys()]);
    void this.#readLocalLevel();
    this.#cancel = clock.after(SPEAKING_POLL_MS, () => this.#poll());
  }

  async #readLocalLevel(): Promise<void> {
    if (this.#isReadingLocalLevel) return;
    this.#isReadingLocalLevel = true;
    this.#localLevel = await this.#options.localLevel().catch(() => 0);
    this.#isReadingLocalLevel = false;
  }

  #setSpeakers(speakers: ActiveSpeakers): void {
    const was = this.#lastSpeakers;
    if (
      speakers.length === was.length && speakers.every((s, i) => s === was[i])
    ) {
      return;
    }
    this.#lastSpeakers = speakers;
    this.#options.onActiveSpeakers(speakers);
  }
}
