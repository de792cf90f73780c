/**
 * What the uplink carries, as far as the connections tell. Each of them
 * estimates for itself; when most are held back at once it is the uplink that
 * they share, and the budget falls. When it is one of several, only that one
 * is capped. Both grow back slowly.
 *
 * @module
 */

/** What is known of the path to one member. */
export interface PathReading {
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
export const START_KBPS = 4_000;
/** The budget never falls below; sound of seven needs less. */
export const LEAST_KBPS = 100;
/** For each member, as long as nothing is lost: a low estimate alone may be a busy device, and ends no picture. */
export const PICTURE_KBPS = 130;
/** The budget never grows above. */
export const MOST_KBPS = 20_000;
/** Loss from which on a path is full. */
export const FULL_LOSS = 0.05;
/** The budget changes at most this often. */
export const STEP_MS = 4_000;
/** An estimate needs this long to follow when more is sent. */
export const GRACE_MS = 10_000;

/** A path is full when it carries less than this share of what it may send. */
const FULL_SHARE = 0.8;
/** A still picture needs little: an estimate is only tried by who sends so much of it. */
export const TRIED_SHARE = 0.7;
const DOWN = 0.9;
const UP = 1.12;
/** Where the browsers' own estimates are well above the budget. */
const FAST_UP = 1.5;

interface PathState {
  allottedKbps: number;
  raisedAtMs: number;
  availableKbps: number | null;
  capKbps: number | null;
  isFull: boolean;
}

/** Follows all paths of a call. */
export class UplinkEstimate {
  readonly #paths = new Map<string, PathState>();
  #kbps = START_KBPS;
  #steppedAtMs = -Infinity;
  #isFull = false;

  /** What all members may get together. */
  get kbps(): number {
    return this.#kbps;
  }

  /** True while the uplink itself is what holds back. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** What one member may get, or null when its path does not hold back. */
  capOf(id: string): number | null {
    return this.#paths.get(id)?.capKbps ?? null;
  }

  /**
   * Takes the readings of all members.
   *
   * @param neededKbps What would be sent if there were no limit.
   */
  update(
    readings: readonly PathReading[],
    neededKbps: number,
    nowMs: number,
  ): void {
    this.#forget(readings);
    for (const reading of readings) this.#read(reading, nowMs);
    if (nowMs - this.#steppedAtMs < STEP_MS || readings.length === 0) return;
    this.#steppedAtMs = nowMs;
    const full = readings.filter(({ id }) => this.#paths.get(id)?.isFull);
    const least = readings.length === 1 ? 1 : 2;
    this.#isFull = full.length >= least && full.length * 2 >= readings.length;
    if (this.#isFull) {
      const carried = readings.reduce((sum, path) => sum + carriedBy(path), 0);
      const least = full.some(isLossy)
        ? LEAST_KBPS
        : PICTURE_KBPS * readings.length;
      this.#kbps = Math.max(least, Math.min(this.#kbps, carried) * DOWN);
    } else if (neededKbps > this.#kbps) {
      const seen = readings.reduce((sum, p) => sum + (p.availableKbps ?? 0), 0);
      const factor = seen > this.#kbps * FAST_UP ? FAST_UP : UP;
      this.#kbps = Math.min(MOST_KBPS, this.#kbps * factor);
    }
    for (const reading of readings) this.#cap(reading);
  }

  #read(reading: PathReading, nowMs: number): void {
    const { id, availableKbps, allottedKbps } = reading;
    const path = this.#paths.get(id) ?? {
      allottedKbps: 0,
      raisedAtMs: nowMs,
      availableKbps: null,
      capKbps: null,
      isFull: false,
    };
    if (allottedKbps > path.allottedKbps) path.raisedAtMs = nowMs;
    const isRising = availableKbps !== null &&
      availableKbps > (path.availableKbps ?? 0) * 1.05;
    const isTried = reading.sentKbps === null || availableKbps === null ||
      reading.sentKbps >= availableKbps * TRIED_SHARE;
    const isNarrow = availableKbps !== null && !isRising && isTried &&
      availableKbps < allottedKbps * FULL_SHARE;
    const isRipe = nowMs - path.raisedAtMs >= GRACE_MS;
    path.isFull = isLossy(reading) || (isRipe && isNarrow);
    path.allottedKbps = allottedKbps;
    path.availableKbps = availableKbps;
    this.#paths.set(id, path);
  }

  /** Caps a path that is full by itself; lets the others grow. */
  #cap(reading: PathReading): void {
    const path = this.#paths.get(reading.id);
    if (!path) return;
    if (path.isFull && !this.#isFull) {
      const most = path.capKbps ?? Infinity;
      const carried = Math.min(most, carriedBy(reading)) * DOWN;
      const least = isLossy(reading) ? LEAST_KBPS : PICTURE_KBPS;
      path.capKbps = Math.max(least, carried);
    } else if (path.capKbps !== null && !path.isFull) {
      const next = path.capKbps * UP;
      path.capKbps = next > START_KBPS ? null : next;
    }
  }

  #forget(readings: readonly PathReading[]): void {
    const ids = new Set(readings.map(({ id }) => id));
    for (const id of this.#paths.keys()) {
      if (!ids.has(id)) this.#paths.delete(id);
    }
  }
}

function isLossy({ lossOut }: PathReading): boolean {
  return (lossOut ?? 0) >= FULL_LOSS;
}

/** An estimate far above what may be sent was never put to the test. */
function carriedBy({ availableKbps, allottedKbps }: PathReading): number {
  return Math.min(availableKbps ?? allottedKbps, allottedKbps);
}
