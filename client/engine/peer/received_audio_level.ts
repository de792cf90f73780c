/**
 * Levels of received audio as connections report them, without touching the
 * audio itself: the echo canceller only knows sound that an element plays.
 *
 * `getSynchronizationSources()` is cheap, but stops the page until the
 * browser's network thread answers. While a large file keeps that thread busy,
 * levels come from statistics, which do not stop the page.
 *
 * @module
 */
import { asRecord } from "../json.ts";
import { listStatsEntries } from "./stats_report.ts";

/** The part of `RTCRtpReceiver` that is read. */
export type AudioLevelSource = Pick<
  RTCRtpReceiver,
  "getSynchronizationSources" | "getStats"
>;

/** A reading that takes this long has waited for a busy thread. */
export const SLOW_READING_MS = 10;
/** Statistics that come within this time tell that the thread is idle again. */
export const FAST_STATS_MS = 30;

/** Level of received audio (RFC 6464, as in W3C webrtc-pc §5.3). */
export class ReceivedAudioLevel {
  readonly #receiver: AudioLevelSource;
  readonly #nowMs: () => number;
  #lastTimestamp = -1;
  #isBusy = false;
  #isReadingStats = false;
  #statsLevel = 0;

  constructor(receiver: AudioLevelSource, nowMs: () => number) {
    this.#receiver = receiver;
    this.#nowMs = nowMs;
  }

  /** 0 to 1; 0 when nothing arrived since the last reading. */
  read(): number {
    if (this.#isBusy) {
      void this.#readStats();
      return this.#statsLevel;
    }
    const startMs = this.#nowMs();
    const [source] = this.#receiver.getSynchronizationSources?.() ?? [];
    this.#isBusy = this.#nowMs() - startMs >= SLOW_READING_MS;
    // A source that has stopped is still listed, with its last level.
    if (!source || source.rtpTimestamp === this.#lastTimestamp) return 0;
    this.#lastTimestamp = source.rtpTimestamp;
    return source.audioLevel ?? 0;
  }

  async #readStats(): Promise<void> {
    if (this.#isReadingStats) return;
    this.#isReadingStats = true;
    const startMs = this.#nowMs();
    const report = await this.#receiver.getStats().catch(() => undefined);
    this.#isReadingStats = false;
    this.#isBusy = this.#nowMs() - startMs >= FAST_STATS_MS;
    const [level] = listStatsEntries(report).flatMap((value) => {
      const entry = asRecord(value);
      return entry?.type === "inbound-rtp" &&
          typeof entry.audioLevel === "number"
        ? [entry.audioLevel]
        : [];
    });
    this.#statsLevel = this.#isBusy ? level ?? 0 : 0;
  }
}

/** Levels of the microphones of all members. */
export class ReceivedAudioLevels {
  readonly #nowMs: () => number;
  readonly #levels = new WeakMap<AudioLevelSource, ReceivedAudioLevel>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Level of each member, 0 to 1. */
  read(
    receivers: ReadonlyMap<string, AudioLevelSource | null>,
  ): ReadonlyMap<string, number> {
    return new Map(
      [...receivers].map(([id, receiver]) => [
        id,
        receiver ? this.#levelOf(receiver).read() : 0,
      ]),
    );
  }

  #levelOf(receiver: AudioLevelSource): ReceivedAudioLevel {
    const level = this.#levels.get(receiver) ??
      new ReceivedAudioLevel(receiver, this.#nowMs);
    this.#levels.set(receiver, level);
    return level;
  }
}
