/**
 * Estimate of the uplink from the estimates of the connections. When most are
 * congested at once, their shared uplink is, and the estimate falls; when it is
 * one of several, only that path is capped. Both grow back slowly. Loss alone is
 * no congestion, as on a radio link: it counts where the browser has no estimate
 * (Firefox), and elsewhere lets a low estimate count at once. What was lost
 * while a path was interrupted says nothing about its capacity, and the browser
 * halves its estimate every three seconds without feedback: neither counts until
 * new reports have come.
 *
 * @module
 */

/** Measurements of the path to one member. */
export interface UplinkReading {
  readonly id: string;
  /** Estimate of the browser; null where it has none (Firefox). */
  readonly availableKbps: number | null;
  /** Sent bitrate; null when unknown. */
  readonly sentKbps: number | null;
  /** Share of our packets that were lost, 0 to 1. */
  readonly lossOut: number | null;
  /** Nothing arrives on the path, not even RTCP. */
  readonly isInterrupted: boolean;
  /** Bitrate that may be sent. */
  readonly allottedKbps: number;
}

/** Estimate before anything was measured. */
export const INITIAL_KBPS = 4_000;
/** Lowest estimate; audio for seven members fits in it. */
export const MIN_KBPS = 100;
/** Lowest estimate per member, below which video is turned off: only where the smallest video is still lossy, since an estimate falls too far at times. */
export const MIN_VIDEO_KBPS = 130;
/** Highest estimate. */
export const MAX_KBPS = 20_000;
/** Loss from which on a path may be congested; browsers reduce their estimate from there on too. */
export const CONGESTED_LOSS = 0.1;
/** Shortest time between two changes of the estimate. */
export const MIN_STEP_INTERVAL_MS = 4_000;
/**
 * Time for the browser's estimate to follow a higher bitrate, and for both sides
 * to report on a path that was interrupted: RTCP of audio comes every 5 s.
 */
export const ESTIMATE_SETTLE_MS = 10_000;

/** A path is congested when its estimate is below this share of its allotment. */
const CONGESTED_SHARE = 0.8;
/** Share of an estimate that must be sent to trust it: a still image sends little. */
export const PROBED_SHARE = 0.7;
const DECREASE_FACTOR = 0.9;
const INCREASE_FACTOR = 1.12;
/** Used while the browsers' estimates are well above ours. */
const FAST_INCREASE_FACTOR = 1.5;

interface PathState {
  allottedKbps: number;
  raisedAtMs: number;
  interruptedAtMs: number;
  availableKbps: number | null;
  capKbps: number | null;
  isCongested: boolean;
}

/** Estimate of one call. */
export class UplinkEstimate {
  readonly #paths = new Map<string, PathState>();
  #kbps = INITIAL_KBPS;
  #steppedAtMs = -Infinity;
  #isCongested = false;

  /** Estimated uplink for all members together. */
  get kbps(): number {
    return this.#kbps;
  }

  /** True while the uplink is congested. */
  get isCongested(): boolean {
    return this.#isCongested;
  }

  /** Cap of the path to one member, or null when it is not capped. */
  capKbpsOf(id: string): number | null {
    return this.#paths.get(id)?.capKbps ?? null;
  }

  /** Caps a path whose start has shown what it carries. */
  capPath(id: string, capKbps: number, nowMs: number): void {
    const path = this.#paths.get(id) ?? newPath(nowMs);
    path.capKbps = Math.max(MIN_VIDEO_KBPS, capKbps);
    this.#paths.set(id, path);
  }

  /**
   * Updates the estimate with readings of all members.
   *
   * @param neededKbps Bitrate that would be sent without a limit.
   */
  update(
    readings: readonly UplinkReading[],
    neededKbps: number,
    nowMs: number,
  ): void {
    this.#dropDeparted(readings);
    for (const reading of readings) this.#updatePath(reading, nowMs);
    if (
      nowMs - this.#steppedAtMs < MIN_STEP_INTERVAL_MS || readings.length === 0
    ) return;
    this.#steppedAtMs = nowMs;
    const congested = readings.filter(({ id }) =>
      this.#paths.get(id)?.isCongested
    );
    const minCongested = readings.length === 1 ? 1 : 2;
    this.#isCongested = congested.length >= minCongested &&
      congested.length * 2 >= readings.length;
    if (this.#isCongested) {
      const carried = readings.reduce(
        (sum, path) => sum + carriedKbps(path),
        0,
      );
      const videoKbps = MIN_VIDEO_KBPS * readings.length;
      const mayTurnOff = congested.some(isLossy) && this.#kbps <= videoKbps;
      this.#kbps = Math.max(
        mayTurnOff ? MIN_KBPS : videoKbps,
        Math.min(this.#kbps, carried) * DECREASE_FACTOR,
      );
    } else if (neededKbps > this.#kbps) {
      const estimatedKbps = readings.reduce(
        (sum, { availableKbps }) => sum + (availableKbps ?? 0),
        0,
      );
      const factor = estimatedKbps > this.#kbps * FAST_INCREASE_FACTOR
        ? FAST_INCREASE_FACTOR
        : INCREASE_FACTOR;
      this.#kbps = Math.min(MAX_KBPS, this.#kbps * factor);
    }
    for (const reading of readings) this.#updateCap(reading);
  }

  #updatePath(reading: UplinkReading, nowMs: number): void {
    const { id, availableKbps, allottedKbps } = reading;
    const path = this.#paths.get(id) ?? newPath(nowMs);
    if (allottedKbps > path.allottedKbps) path.raisedAtMs = nowMs;
    const isRising = availableKbps !== null &&
      availableKbps > (path.availableKbps ?? 0) * 1.05;
    const isProbed = reading.sentKbps === null || availableKbps === null ||
      reading.sentKbps >= availableKbps * PROBED_SHARE;
    const isBelowAllotted = availableKbps !== null && !isRising &&
      availableKbps < allottedKbps * CONGESTED_SHARE;
    if (reading.isInterrupted) path.interruptedAtMs = nowMs;
    const hasSettled = nowMs - path.raisedAtMs >= ESTIMATE_SETTLE_MS;
    const isMeasured = nowMs - path.interruptedAtMs >= ESTIMATE_SETTLE_MS;
    path.isCongested = isMeasured &&
      (availableKbps === null
        ? isLossy(reading)
        : isBelowAllotted && (isLossy(reading) || (hasSettled && isProbed)));
    path.allottedKbps = allottedKbps;
    path.availableKbps = availableKbps;
    this.#paths.set(id, path);
  }

  /** Caps a path that is congested alone; lets other caps grow. */
  #updateCap(reading: UplinkReading): void {
    const path = this.#paths.get(reading.id);
    if (!path) return;
    if (path.isCongested && !this.#isCongested) {
      const capKbps = path.capKbps ?? Infinity;
      const carried = Math.min(capKbps, carriedKbps(reading)) * DECREASE_FACTOR;
      const mayTurnOff = isLossy(reading) && capKbps <= MIN_VIDEO_KBPS;
      path.capKbps = Math.max(mayTurnOff ? MIN_KBPS : MIN_VIDEO_KBPS, carried);
    } else if (path.capKbps !== null && !path.isCongested) {
      const { availableKbps } = reading;
      const isFarBelow =
        (availableKbps ?? 0) > path.capKbps * FAST_INCREASE_FACTOR;
      const next = path.capKbps *
        (isFarBelow ? FAST_INCREASE_FACTOR : INCREASE_FACTOR);
      path.capKbps = next > INITIAL_KBPS ? null : next;
    }
  }

  #dropDeparted(readings: readonly UplinkReading[]): void {
    const ids = new Set(readings.map(({ id }) => id));
    for (const id of this.#paths.keys()) {
      if (!ids.has(id)) this.#paths.delete(id);
    }
  }
}

function newPath(nowMs: number): PathState {
  return {
    allottedKbps: 0,
    raisedAtMs: nowMs,
    interruptedAtMs: -Infinity,
    availableKbps: null,
    capKbps: null,
    isCongested: false,
  };
}

function isLossy({ lossOut }: UplinkReading): boolean {
  return (lossOut ?? 0) >= CONGESTED_LOSS;
}

/** Bitrate that the path is known to carry: an estimate above the allotment is untested. */
function carriedKbps({ availableKbps, allottedKbps }: UplinkReading): number {
  return Math.min(availableKbps ?? allottedKbps, allottedKbps);
}
