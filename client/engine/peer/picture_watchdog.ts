/**
 * Whether the picture of a video moves that arrives, and what to do when it
 * does not: a policy without timers. A decoder can stall, and Chromium can
 * decode a video that it never paints.
 *
 * @module
 */

/** Counters of one received video; null where the browser does not report one. */
export interface PictureCounters {
  /** Whole frames that arrived. */
  readonly frames: number | null;
  readonly packets: number | null;
  readonly decodedFrames: number | null;
  /** Frames that the page painted; null while it shows none. */
  readonly paintedFrames: number | null;
}

/** What to do about a video. */
export type PictureAction = "none" | "request-key-frame" | "replace-connection";

/** Time with a still picture after which a key frame is requested. */
export const KEY_FRAME_AFTER_MS = 3_000;
/** Time after which the connection is replaced. */
export const REPLACE_AFTER_MS = 7_000;
/** Fewer frames between two readings tell nothing: a shared screen may rest. */
export const MIN_FRAMES = 3;
/** Packets that count as a frame where frames are not counted. */
export const PACKETS_PER_FRAME = 10;

/** Watchdog of one video of one connection. */
export class PictureWatchdog {
  #before: PictureCounters | null = null;
  #beforeAtMs = 0;
  #stillSinceMs: number | null = null;
  #isKeyFrameRequested = false;

  /** Applies the counters of now. */
  update(now: PictureCounters, nowMs: number): PictureAction {
    const isStill = this.#before !== null && isStillPicture(this.#before, now);
    const sinceMs = this.#stillSinceMs ?? this.#beforeAtMs;
    this.#before = now;
    this.#beforeAtMs = nowMs;
    this.#stillSinceMs = isStill ? sinceMs : null;
    if (!isStill) {
      this.#isKeyFrameRequested = false;
      return "none";
    }
    const stillMs = nowMs - sinceMs;
    if (stillMs >= REPLACE_AFTER_MS) return "replace-connection";
    if (stillMs < KEY_FRAME_AFTER_MS || this.#isKeyFrameRequested) {
      return "none";
    }
    this.#isKeyFrameRequested = true;
    return "request-key-frame";
  }
}

function isStillPicture(
  before: PictureCounters,
  now: PictureCounters,
): boolean {
  const decoded = increase(before.decodedFrames, now.decodedFrames);
  const painted = increase(before.paintedFrames, now.paintedFrames);
  if (decoded === null || arrivedFrames(before, now) < MIN_FRAMES) {
    return false;
  }
  return decoded === 0 || (painted === 0 && decoded >= MIN_FRAMES);
}

function arrivedFrames(before: PictureCounters, now: PictureCounters): number {
  const packets = increase(before.packets, now.packets) ?? 0;
  return increase(before.frames, now.frames) ?? packets / PACKETS_PER_FRAME;
}

/** Increase of a counter; null when it is missing or was reset. */
function increase(before: number | null, now: number | null): number | null {
  return before === null || now === null || now < before ? null : now - before;
}
