/**
 * Size of the camera while a connection starts. Browsers begin at about
 * 300 kbit/s, shrink the picture to fit, and let it grow over 15 to 25 s,
 * although their estimate of the path follows within one. So the picture starts
 * small, keeps its resolution (`degradationPreference`), and is set to the size
 * that the estimate carries as soon as there is one. A first probe can show too
 * much (a queue hides the limit) or too little (a busy device delays packets),
 * so a low one is repeated (`second_probe.ts`), and the estimate is followed for
 * seconds, and longer while it rises. After that the picture keeps its size while
 * it gets enough bitrate for it.
 *
 * @module
 */
import { retainKeys } from "../retain_keys.ts";
import {
  AUDIO_KBPS,
  CAMERA_RUNGS,
  MIN_RUNG_SHARE,
  RUNG_OFF,
} from "./resolution_ladder.ts";
import { PAUSE_KBPS, SecondProbe } from "./second_probe.ts";
import { type CameraLimits, UNLIMITED_CAMERA } from "./send_limits.ts";
import { PROBED_SHARE } from "./path_congestion.ts";

/** Rung of the first picture: a path of 300 kbit/s carries it. */
export const START_RUNG = 2;
/** Interval between readings of the estimate. */
export const RAMP_INTERVAL_MS = 250;
/** Time from the first estimate after which it counts as that of the path. */
export const RAMP_MS = 6_000;
/** The same where the estimate still rises: it has not met the limit. */
export const MAX_RAMP_MS = 30_000;
/** Time of sending for the first estimate; a browser without one (Firefox) then chooses the size itself. */
export const NO_ESTIMATE_MS = 2_000;

/**
 * Share of its usual bitrate below which the browser may shrink a picture after
 * the start. On a path that loses packets about half of the estimate is used to
 * repair them, and Chromium then shrinks more than needed, and for long.
 */
const KEPT_PICTURE_SHARE = 0.3;
/** Share below which a rung above the first is left: sizes must not alternate. */
const KEPT_RUNG_SHARE = 0.4;
/** Readings of which the lowest counts: one probe may show too much. */
const COMPARED_READINGS = 2;
/** Consecutive readings before the picture shrinks, or grows without an estimate. */
const PATIENT_READINGS = 4;
/** Readings after the pause of a second probe, in which the encoder still sends little. */
const RESUMING_READINGS = 4;
/** Growth of the estimate within that number of readings that counts as rising; browsers add about 8 % in a second. */
const RISING_FACTOR = 1.02;

/** Measurements of the path to one member. */
export interface RampReading {
  /** Rung without a ramp. */
  readonly wantedRung: number;
  /** Estimate of the browser; null while it has none. */
  readonly availableKbps: number | null;
  /** Sent bitrate; null when unknown. */
  readonly sentKbps: number | null;
  /** Round trip time; null when unknown. */
  readonly rttMs: number | null;
}

/** Result of one reading. */
export interface RampStep {
  readonly hasChanged: boolean;
  /** Bitrate that the path carries, once when the ramp ends below the wanted rung. */
  readonly capKbps: number | null;
}

const NO_CHANGE: RampStep = { hasChanged: false, capKbps: null };
const CHANGE: RampStep = { hasChanged: true, capKbps: null };

/** Start of one connection. */
class StartRamp {
  readonly #secondProbe = new SecondProbe();
  /** Time of the start, later of the first estimate. */
  #startedAtMs: number;
  /** Last estimates in kbit/s. */
  #estimates: readonly number[] = [];
  #maxRung = START_RUNG;
  #lowReadings = 0;
  #untestedReadings = 0;
  #isDone = false;
  #keepsResolution = true;

  constructor(nowMs: number) {
    this.#startedAtMs = nowMs;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  get limits(): CameraLimits {
    return {
      maxRung: this.#isDone ? Infinity : this.#maxRung,
      maxKbps: this.#secondProbe.isPaused ? PAUSE_KBPS : Infinity,
      keepsResolution: this.#keepsResolution,
    };
  }

  setBitrateShare(share: number): void {
    if (!this.#isDone) return;
    this.#keepsResolution = share >=
      (this.#keepsResolution ? KEPT_PICTURE_SHARE : MIN_RUNG_SHARE);
  }

  update(reading: RampReading, nowMs: number): RampStep {
    const { wantedRung, availableKbps } = reading;
    if (this.#isDone) return NO_CHANGE;
    if (availableKbps === null) {
      // Before the connection is made, no browser has one.
      if (!reading.sentKbps) this.#startedAtMs = nowMs;
      if (nowMs - this.#startedAtMs < NO_ESTIMATE_MS) return NO_CHANGE;
      this.#isDone = true;
      this.#keepsResolution = false;
      return CHANGE;
    }
    if (this.#estimates.length === 0) this.#startedAtMs = nowMs;
    const elapsedMs = nowMs - this.#startedAtMs;
    this.#estimates = [...this.#estimates, availableKbps]
      .slice(-2 * PATIENT_READINGS);
    const wasPaused = this.#secondProbe.isPaused;
    if (wasPaused) this.#untestedReadings = -RESUMING_READINGS;
    const hasFollowed = !wasPaused && this.#follow(reading);
    const isSmall = wantedRung !== RUNG_OFF && this.#maxRung < wantedRung;
    const lastTwo = this.#estimates.slice(-2);
    const rttMs = reading.rttMs ?? 0;
    const hasChanged =
      this.#secondProbe.update(isSmall, lastTwo, rttMs, elapsedMs) ||
      hasFollowed;
    const endMs = isSmall && this.#isRising() ? MAX_RAMP_MS : RAMP_MS;
    if (elapsedMs < endMs) return { hasChanged, capKbps: null };
    this.#isDone = true;
    const capKbps = isSmall
      ? Math.min(...this.#estimates.slice(-PATIENT_READINGS))
      : null;
    return { hasChanged: true, capKbps };
  }

  /** True while all of the last estimates exceed those before them. */
  #isRising(): boolean {
    const before = this.#estimates.slice(0, -PATIENT_READINGS);
    const last = this.#estimates.slice(-PATIENT_READINGS);
    return Math.min(...last) > Math.min(...before) * RISING_FACTOR;
  }

  /** Follows the estimate at once upwards, and after a while downwards. */
  #follow({ wantedRung, availableKbps, sentKbps }: RampReading): boolean {
    const compared = this.#estimates.slice(-COMPARED_READINGS);
    if (compared.length < COMPARED_READINGS) return false;
    const testedKbps = Math.min(...compared);
    const rung = selectAffordableRung(testedKbps);
    // An estimate follows what is sent: a still picture tests nothing.
    const isUntested = sentKbps !== null &&
      sentKbps < (availableKbps ?? 0) * PROBED_SHARE;
    const isLow = !isUntested && this.#isTooLarge(testedKbps);
    this.#lowReadings = isLow ? this.#lowReadings + 1 : 0;
    this.#untestedReadings = isUntested || this.#untestedReadings < 0
      ? this.#untestedReadings + 1
      : 0;
    if (rung > this.#maxRung) return this.#setRung(rung);
    if (this.#lowReadings >= PATIENT_READINGS) return this.#setRung(rung);
    return this.#untestedReadings >= PATIENT_READINGS &&
      this.#maxRung < wantedRung && this.#setRung(this.#maxRung + 1);
  }

  #isTooLarge(kbps: number): boolean {
    const share = this.#maxRung > START_RUNG ? KEPT_RUNG_SHARE : MIN_RUNG_SHARE;
    return selectAffordableRung(kbps, share) < this.#maxRung;
  }

  #setRung(rung: number): boolean {
    this.#maxRung = rung;
    this.#lowReadings = this.#untestedReadings = 0;
    return true;
  }
}

/** Starts of the connections of one call, by member. */
export class StartRamps {
  readonly #ramps = new Map<string, StartRamp>();

  /** A connection to a member starts. */
  begin(id: string, nowMs: number): void {
    this.#ramps.set(id, new StartRamp(nowMs));
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    retainKeys(this.#ramps, ids);
  }

  /** Members whose picture may still be too small. */
  get activeIds(): readonly string[] {
    return [...this.#ramps].flatMap(([id, { isDone }]) => isDone ? [] : [id]);
  }

  /** Limits of the camera to a member. */
  limitsOf(id: string): CameraLimits {
    return this.#ramps.get(id)?.limits ?? UNLIMITED_CAMERA;
  }

  /** Sets the share of its usual bitrate that a picture gets. */
  setBitrateShare(id: string, share: number): void {
    this.#ramps.get(id)?.setBitrateShare(share);
  }

  /** Uses a reading of a member. */
  update(id: string, reading: RampReading, nowMs: number): RampStep {
    return this.#ramps.get(id)?.update(reading, nowMs) ?? NO_CHANGE;
  }
}

/** Highest rung that looks better than the one below on such a path. */
export function selectAffordableRung(
  availableKbps: number,
  share = MIN_RUNG_SHARE,
): number {
  const videoKbps = availableKbps - AUDIO_KBPS;
  const affordable = CAMERA_RUNGS.filter(({ kbps }) =>
    kbps * share <= videoKbps
  );
  return Math.max(0, affordable.length - 1);
}
