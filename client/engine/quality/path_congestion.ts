/**
 * Congestion of one path. A path is full while it queues what is sent: its round
 * trip time is well above the shortest one, and more is sent than the browser
 * estimates. A full path is congested when it loses packets or stays full: then
 * what arrives is what it carries. A path is also congested when its estimate stays below its
 * allotment. Loss alone is no congestion, as on a radio link: it counts where
 * the browser has no estimate (Firefox), and elsewhere lets a low estimate count
 * at once. What was lost while a path was interrupted says nothing about its
 * capacity, and the browser halves its estimate every three seconds without
 * feedback: neither counts until new reports have come.
 *
 * @module
 */
import type { QualitySample } from "./connection_sample.ts";

/** Measurements of the path to one member. */
export interface UplinkReading extends
  Pick<
    QualitySample,
    "availableOutgoingKbps" | "kbpsOut" | "lossOut" | "rttMs" | "isInterrupted"
  > {
  readonly id: string;
  /** Bitrate that may be sent. */
  readonly allottedKbps: number;
}

/** Loss from which on a path may be congested; browsers reduce their estimate from there on too. */
export const CONGESTED_LOSS = 0.1;
/** Increase of the round trip time from which on a path queues. */
export const QUEUE_RTT_MS = 150;
/**
 * Time for the browser's estimate to follow a higher bitrate, and for both sides
 * to report on a path that was interrupted: RTCP of audio comes every 5 s.
 */
export const ESTIMATE_SETTLE_MS = 10_000;
/** How long a path must be full to show what it carries: a burst at the start fills it too. */
const MEASURED_MS = 4_000;
/** Share of an estimate that must be sent to trust it: a still image sends little. */
export const PROBED_SHARE = 0.7;

/** An estimate below this share of the allotment is too low for it. */
const CONGESTED_SHARE = 0.8;
/** An estimate that grew by this factor between two readings still rises. */
const RISING_FACTOR = 1.05;

/** Congestion of the path to one member. */
export class PathCongestion {
  #reading: UplinkReading | null = null;
  #raisedAtMs: number;
  #interruptedAtMs = -Infinity;
  #minRttMs = Infinity;
  #fullSinceMs: number | null = null;
  #isMeasured = false;
  #isCongested = false;

  constructor(nowMs: number) {
    this.#raisedAtMs = nowMs;
  }

  /** True while the path queues what is sent. */
  get isFull(): boolean {
    return this.#fullSinceMs !== null;
  }

  /** True while the path does not carry what is sent. */
  get isCongested(): boolean {
    return this.#isCongested;
  }

  /** True where a congested path loses packets. */
  get isLossy(): boolean {
    return this.#isCongested && isLossy(this.#reading);
  }

  /** True where the path was full for long enough to show what it carries. */
  get isMeasured(): boolean {
    return this.#isMeasured;
  }

  /** Estimate of the browser, in kbit/s; 0 where it has none. */
  get availableKbps(): number {
    return this.#reading?.availableOutgoingKbps ?? 0;
  }

  /** Bitrate that the path is known to carry: an estimate above the allotment is untested. */
  get carriedKbps(): number {
    if (!this.#reading) return 0;
    const { availableOutgoingKbps, kbpsOut, lossOut, allottedKbps } =
      this.#reading;
    const carriedKbps = this.isMeasured
      ? (kbpsOut ?? 0) * (1 - (lossOut ?? 0))
      : availableOutgoingKbps ?? Infinity;
    return Math.min(carriedKbps, allottedKbps);
  }

  /** Uses a reading. */
  update(reading: UplinkReading, nowMs: number): void {
    const { allottedKbps, availableOutgoingKbps, rttMs, kbpsOut } = reading;
    if (allottedKbps > (this.#reading?.allottedKbps ?? 0)) {
      this.#raisedAtMs = nowMs;
    }
    if (reading.isInterrupted) {
      this.#interruptedAtMs = nowMs;
      // The path may be another one afterwards.
      this.#minRttMs = Infinity;
    } else this.#minRttMs = Math.min(this.#minRttMs, rttMs ?? Infinity);
    const hasSettled = nowMs - this.#interruptedAtMs >= ESTIMATE_SETTLE_MS;
    const isFull = hasSettled &&
      (rttMs ?? 0) >= this.#minRttMs + QUEUE_RTT_MS &&
      (kbpsOut ?? 0) > (availableOutgoingKbps ?? Infinity);
    this.#fullSinceMs = isFull ? this.#fullSinceMs ?? nowMs : null;
    this.#isMeasured = nowMs - (this.#fullSinceMs ?? nowMs) >= MEASURED_MS;
    const isLow = this.#isLow(reading);
    this.#isCongested = hasSettled &&
      (this.#isMeasured || isLossy(reading)
        ? availableOutgoingKbps === null || isFull || isLow
        : isLow && this.#isTrusted(reading, nowMs));
    this.#reading = reading;
  }

  /** Whether an estimate is too low for the allotment, and does not rise. */
  #isLow({ availableOutgoingKbps, allottedKbps }: UplinkReading): boolean {
    return availableOutgoingKbps !== null &&
      availableOutgoingKbps <= this.availableKbps * RISING_FACTOR &&
      availableOutgoingKbps < allottedKbps * CONGESTED_SHARE;
  }

  /** Whether an estimate has had the time and the packets to be right. */
  #isTrusted(
    { availableOutgoingKbps, kbpsOut }: UplinkReading,
    nowMs: number,
  ): boolean {
    return nowMs - this.#raisedAtMs >= ESTIMATE_SETTLE_MS &&
      (kbpsOut ?? Infinity) >= (availableOutgoingKbps ?? 0) * PROBED_SHARE;
  }
}

/** True for half of the paths, and for two at least where there are two. */
export function isMost(
  paths: readonly PathCongestion[],
  predicate: (path: PathCongestion) => boolean,
): boolean {
  const count = paths.filter(predicate).length;
  return count > 0 && count >= Math.min(2, paths.length) &&
    count * 2 >= paths.length;
}

function isLossy(reading: UplinkReading | null): boolean {
  return (reading?.lossOut ?? 0) >= CONGESTED_LOSS;
}
