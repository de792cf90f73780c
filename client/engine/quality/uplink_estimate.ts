/**
 * What the uplink carries, as far as the connections tell. Each of them
 * estimates for itself; when most are held back at once it is the uplink that
 * they share, and the budget falls. When it is one of several, only that one
 * is capped. Both grow back slowly.
 *
 * @module
 */

/** What is known of the path to one member. */
export interface UplinkReading {
  readonly id: string;
  /** The browser's own estimate; null where it makes none (Firefox). */
  readonly availableKbps: number | null;
  /** What is sent now; null when not known. */
  readonly sentKbps: number | null;
  /** Share of our packets that did not arrive, 0 to 1. */
  readonly lossOut: number | null;
  /** What it may send. */
  readonly allottedKbps: number;
}

/** Budget before anything was measured. */
export const INITIAL_KBPS = 4_000;
/** The budget never falls below; sound of seven needs less. */
export const MIN_KBPS = 100;
/** For each member, as long as nothing is lost: a low estimate alone may be a busy device, and ends no picture. */
export const MIN_VIDEO_KBPS = 130;
/** The budget never grows above. */
export const MAX_KBPS = 20_000;
/** Loss from which on a path is full. */
export const CONGESTED_LOSS = 0.05;
/** The budget changes at most this often. */
export const MIN_STEP_INTERVAL_MS = 4_000;
/** An estimate needs this long to follow when more is sent. */
export const ESTIMATE_SETTLE_MS = 10_000;

/** A path is full when it carries less than this share of what it may send. */
const CONGESTED_SHARE = 0.8;
/** A still picture needs little: an estimate is only tried by who sends so much of it. */
export const PROBED_SHARE = 0.7;
const DECREASE_FACTOR = 0.9;
const INCREASE_FACTOR = 1.12;
/** Where the browsers' own estimates are well above the budget. */
const FAST_INCREASE_FACTOR = 1.5;

interface PathState {
  allottedKbps: number;
  raisedAtMs: number;
  availableKbps: number | null;
  capKbps: number | null;
  isCongested: boolean;
}

/** Follows all paths of a call. */
export class UplinkEstimate {
  readonly #paths = new Map<string, PathState>();
  #kbps = INITIAL_KBPS;
  #steppedAtMs = -Infinity;
  #isCongested = false;

  /** What all members may get together. */
  get kbps(): number {
    return this.#kbps;
  }

  /** True while the uplink itself is what holds back. */
  get isCongested(): boolean {
    return this.#isCongested;
  }

  /** What one member may get, or null when its path does not hold back. */
  capKbpsOf(id: string): number | null {
    return this.#paths.get(id)?.capKbps ?? null;
  }

  /**
   * Takes the readings of all members.
   *
   * @param neededKbps What would be sent if there were no limit.
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
    const full = readings.filter(({ id }) => this.#paths.get(id)?.isCongested);
    const least = readings.length === 1 ? 1 : 2;
    this.#isCongested = full.length >= least &&
      full.length * 2 >= readings.length;
    if (this.#isCongested) {
      const carried = readings.reduce(
        (sum, path) => sum + carriedKbps(path),
        0,
      );
      const least = full.some(isLossy)
        ? MIN_KBPS
        : MIN_VIDEO_KBPS * readings.length;
      this.#kbps = Math.max(
        least,
        Math.min(this.#kbps, carried) * DECREASE_FACTOR,
      );
    } else if (neededKbps > this.#kbps) {
      const seen = readings.reduce((sum, p) => sum + (p.availableKbps ?? 0), 0);
      const factor = seen > this.#kbps * FAST_INCREASE_FACTOR
        ? FAST_INCREASE_FACTOR
        : INCREASE_FACTOR;
      this.#kbps = Math.min(MAX_KBPS, this.#kbps * factor);
    }
    for (const reading of readings) this.#updateCap(reading);
  }

  #updatePath(reading: UplinkReading, nowMs: number): void {
    const { id, availableKbps, allottedKbps } = reading;
    const path = this.#paths.get(id) ?? {
      allottedKbps: 0,
      raisedAtMs: nowMs,
      availableKbps: null,
      capKbps: null,
      isCongested: false,
    };
    if (allottedKbps > path.allottedKbps) path.raisedAtMs = nowMs;
    const isRising = availableKbps !== null &&
      availableKbps > (path.availableKbps ?? 0) * 1.05;
    const isTried = reading.sentKbps === null || availableKbps === null ||
      reading.sentKbps >= availableKbps * PROBED_SHARE;
    const isNarrow = availableKbps !== null && !isRising && isTried &&
      availableKbps < allottedKbps * CONGESTED_SHARE;
    const isRipe = nowMs - path.raisedAtMs >= ESTIMATE_SETTLE_MS;
    path.isCongested = isLossy(reading) || (isRipe && isNarrow);
    path.allottedKbps = allottedKbps;
    path.availableKbps = availableKbps;
    this.#paths.set(id, path);
  }

  /** Caps a path that is full by itself; lets the others grow. */
  #updateCap(reading: UplinkReading): void {
    const path = this.#paths.get(reading.id);
    if (!path) return;
    if (path.isCongested && !this.#isCongested) {
      const most = path.capKbps ?? Infinity;
      const carried = Math.min(most, carriedKbps(reading)) * DECREASE_FACTOR;
      const least = isLossy(reading) ? MIN_KBPS : MIN_VIDEO_KBPS;
      path.capKbps = Math.max(least, carried);
    } else if (path.capKbps !== null && !path.isCongested) {
      const next = path.capKbps * INCREASE_FACTOR;
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

function isLossy({ lossOut }: UplinkReading): boolean {
  return (lossOut ?? 0) >= CONGESTED_LOSS;
}

/** An estimate far above what may be sent was never put to the test. */
function carriedKbps({ availableKbps, allottedKbps }: UplinkReading): number {
  return Math.min(availableKbps ?? allottedKbps, allottedKbps);
}
