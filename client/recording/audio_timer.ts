/**
 * Calls at a steady rate, also in a hidden tab: there a browser stops animation
 * frames and slows timers, but not the end of a sound. Without a sound device
 * an audio context may stand still; then a timer calls.
 *
 * @module
 */

/** Shortest time to the next call in seconds. */
const MIN_DELAY_S = 0.004;
/** Time after which a running audio context counts as standing still. */
const STALLED_MS = 1_000;

/** Repeats a call on the clock of an audio context. */
export class AudioTimer {
  readonly #context: AudioContext;
  readonly #intervalS: number;
  readonly #onTick: () => void;
  #source: ConstantSourceNode | null = null;
  #cancelTimer = () => {};
  #nextS = 0;

  constructor(context: AudioContext, perSecond: number, onTick: () => void) {
    this.#context = context;
    this.#intervalS = 1 / perSecond;
    this.#onTick = onTick;
  }

  /** Begins to call. */
  start(): void {
    this.#nextS = this.#context.currentTime;
    this.#schedule();
  }

  /** Ends. */
  stop(): void {
    this.#cancelTimer();
    if (!this.#source) return;
    this.#source.onended = null;
    this.#source.stop();
    this.#source = null;
  }

  #schedule(): void {
    const { currentTime } = this.#context;
    this.#nextS = Math.max(
      this.#nextS + this.#intervalS,
      currentTime + MIN_DELAY_S,
    );
    const source = this.#context.createConstantSource();
    this.#source = source;
    const onEnd = () => {
      this.#cancelTimer();
      source.onended = null;
      if (this.#source !== source) return;
      this.#schedule();
      this.#onTick();
    };
    source.onended = onEnd;
    source.start();
    source.stop(this.#nextS);
    const isRunning = this.#context.state === "running";
    const timer = setTimeout(
      onEnd,
      isRunning ? STALLED_MS : this.#intervalS * 1_000,
    );
    this.#cancelTimer = () => clearTimeout(timer);
  }
}
