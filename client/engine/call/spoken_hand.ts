/**
 * Whether our raised hand can be lowered since we have spoken: a policy without
 * timers.
 *
 * @module
 */

/** Time of speech after which a hand is lowered. */
export const SPOKEN_MS = 8_000;
/** Silence after which the time of speech is counted from 0 again. */
export const SPEECH_PAUSE_MS = 10_000;

/** Speech of this page while its hand is raised. */
export class SpokenHand {
  #spokenMs = 0;
  #updatedAtMs = -Infinity;
  #spokeAtMs = -Infinity;

  /** Called about once a second; true when the hand should be lowered. */
  update(isRaised: boolean, isSpeaking: boolean, nowMs: number): boolean {
    const sinceMs = nowMs - this.#updatedAtMs;
    this.#updatedAtMs = nowMs;
    const isPause = nowMs - this.#spokeAtMs >= SPEECH_PAUSE_MS;
    if (!isRaised || isPause) this.#spokenMs = 0;
    if (!isSpeaking) return false;
    this.#spokeAtMs = nowMs;
    // What was said before the hand was raised, and while the page slept, does not count.
    if (isRaised && !isPause) this.#spokenMs += Math.min(sinceMs, 2_000);
    if (this.#spokenMs < SPOKEN_MS) return false;
    this.#spokenMs = 0;
    return true;
  }
}
