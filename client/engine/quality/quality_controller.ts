/**
 * Controls the quality of a call: measures and assesses each connection,
 * divides the uplink among the members, and publishes the result.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { ChannelHandler } from "../peer/channel_multiplexer.ts";
import type { SendLimits } from "../peer/sender_limiter.ts";
import type { StatsSnapshot } from "../peer/stats_report.ts";
import { Store } from "../store.ts";
import type { CallAssessment } from "./call_assessment.ts";
import type { QualitySample } from "./connection_sample.ts";
import {
  hasElaborateCodec,
  isDeviceStrained,
  SLOW_STATS_MS,
} from "./device_limit.ts";
import { QualityHistory } from "./quality_history.ts";
import { NO_QUALITY, type QualityState } from "./quality_state.ts";
import { CAMERA_RUNGS, getRungKbps, RUNG_OFF } from "./resolution_ladder.ts";
import type { Allotment, RenderedSize } from "./uplink_budget.ts";
import { StartRampPoller } from "./start_ramp_poller.ts";
import {
  type LimitedPeer,
  UplinkDivision,
  type UplinkDivisionOptions,
} from "./uplink_division.ts";
import type { UplinkReading } from "./path_congestion.ts";

/** Interval for reporting sizes and applying limits. */
export const QUALITY_TICK_MS = 1_000;
/** Interval between measurements while the page is visible. */
export const VISIBLE_INTERVAL_MS = 2_000;
/** Interval between measurements while the page is hidden. */
export const HIDDEN_INTERVAL_MS = 10_000;

/** A report that takes longer no longer delays the next one. */
const STATS_TIMEOUT_MS = 30_000;

/** The part of `RemotePeer` that is used. */
export interface QualityPeer extends LimitedPeer {
  readStats(): Promise<StatsSnapshot | null>;
}

/** The part of a member's state that is used. */
export interface MeasuredMember {
  readonly id: string;
  readonly info: { readonly cameraOff: boolean };
}

/** Dependencies of {@linkcode QualityController}. */
export interface QualityControllerOptions extends UplinkDivisionOptions {
  readonly clock: Clock;
  readonly members: () => readonly MeasuredMember[];
  /** Connected members. */
  readonly peers: () => ReadonlyMap<string, QualityPeer>;
  /** Whether the camera should open in 1080p; called about once a second. */
  readonly onFullHdDemand: (isWanted: boolean) => void;
  /** The protection of our sound to a member has changed. */
  readonly onProtectionChange: (id: string) => void;
}

/** Facts about the page around the call. */
export interface PageContext {
  /** Size in which each member is rendered; without those that are not visible. */
  readonly renderedSizes: () => ReadonlyMap<string, RenderedSize>;
  readonly isVisible: () => boolean;
  /** Number of CPU cores. */
  readonly cores: number;
}

/** Quality control of one call, from `start` to `stop`. */
export class QualityController {
  /** State for the views; it changes more often than that of the call. */
  readonly store = new Store<QualityState>(NO_QUALITY);
  /** Called with each report on the connection to a member. */
  onReading: (id: string, reading: StatsSnapshot) => void = () => {};
  /** Assesses the call for views; null without any. */
  assessment: CallAssessment | null = null;
  readonly #options: QualityControllerOptions;
  readonly #division: UplinkDivision;
  readonly #history = new QualityHistory();
  readonly #startPoller: StartRampPoller;
  #pageContext: PageContext | null = null;
  #cancelTick: (() => void) | null = null;
  #measuredAtMs = -Infinity;
  #isMeasuring = false;
  #hadCamera = false;

  constructor(options: QualityControllerOptions) {
    this.#options = options;
    this.#division = new UplinkDivision(options);
    this.#startPoller = this.#createStartPoller();
  }

  /** Sets the page; before that, no sizes are reported. */
  setPageContext(pageContext: PageContext): void {
    this.#pageContext = pageContext;
  }

  /** Handler of the channel messages with rendered sizes. */
  get viewHandler(): ChannelHandler {
    return this.#division.resolutions;
  }

  /** Begins to measure and to limit. */
  start(): void {
    if (!this.#cancelTick) this.#tick();
  }

  /** Ends, and clears the state. */
  stop(): void {
    this.#cancelTick?.();
    this.#cancelTick = null;
    this.#startPoller.stop();
    this.#retainMembers(new Set());
    this.store.set(NO_QUALITY);
  }

  /** Reports sizes and applies limits now, for a change of visibility. */
  updateNow(): void {
    if (this.#cancelTick) this.#applyLimits();
  }

  /** Divides the uplink again now: a camera or screen was added or removed. */
  onTracksChange(): void {
    const hasCamera = this.#options.camera() !== null;
    if (hasCamera && !this.#hadCamera) {
      for (const id of this.#options.peers().keys()) this.beginStart(id);
    }
    this.#hadCamera = hasCamera;
    this.onSettingsChange();
  }

  /** True while our sound to a member is protected against loss. */
  isProtected(id: string): boolean {
    return this.#division.lossProtection.isProtected(id);
  }

  /** Divides the uplink again now: a setting has changed. */
  onSettingsChange(): void {
    this.#division.clearAllotments();
    this.updateNow();
  }

  /** Limits of a connection that starts; they grow with its estimate. */
  beginStart(id: string): SendLimits {
    const { clock, peers } = this.#options;
    this.#startPoller.start();
    return this.#division.beginStart(id, peers().keys(), clock.nowMs());
  }

  #createStartPoller(): StartRampPoller {
    const { clock, peers } = this.#options;
    const division = this.#division;
    return new StartRampPoller({
      clock,
      ramps: division.startRamps,
      readStats: async (id) => await peers().get(id)?.readStats() ?? null,
      wantedRung: (id) => division.wantedAllotment(id, peers().keys()).camera,
      onChange: (id, capKbps) => {
        if (capKbps !== null) {
          division.uplink.capPath(id, capKbps, clock.nowMs());
        }
        if (this.#cancelTick) division.apply(peers(), clock.nowMs());
      },
    });
  }

  #tick(): void {
    const { clock } = this.#options;
    this.#applyLimits();
    const isVisible = this.#pageContext?.isVisible() ?? true;
    const dueMs = this.#measuredAtMs +
      (isVisible ? VISIBLE_INTERVAL_MS : HIDDEN_INTERVAL_MS);
    if (clock.nowMs() >= dueMs) void this.#measure();
    this.#cancelTick = clock.after(QUALITY_TICK_MS, () => this.#tick());
  }

  /** Reports rendered sizes, and applies the division of the uplink. */
  #applyLimits(): void {
    const nowMs = this.#options.clock.nowMs();
    const peers = this.#options.peers();
    if (peers.size === 0) return;
    const renderedSizes = this.#pageContext?.renderedSizes();
    if (renderedSizes) {
      this.#division.reportSizes(peers.keys(), renderedSizes, nowMs);
    }
    this.#division.apply(peers, nowMs);
    const { onFullHdDemand } = this.#options;
    onFullHdDemand(this.#division.wantsFullHd(peers.keys(), nowMs));
  }

  async #measure(): Promise<void> {
    const { clock, peers } = this.#options;
    const nowMs = clock.nowMs();
    if (this.#isMeasuring && nowMs - this.#measuredAtMs < STATS_TIMEOUT_MS) {
      return;
    }
    this.#measuredAtMs = nowMs;
    this.#isMeasuring = true;
    const readings = await Promise.all(
      [...peers()].map(async ([id, peer]) => ({
        id,
        reading: await peer.readStats().catch(() => null),
      })),
    );
    this.#isMeasuring = false;
    if (!this.#cancelTick) return;
    const members = this.#options.members();
    for (const { id, reading } of readings) {
      if (!reading) continue;
      const samples = this.#history.add(id, reading);
      this.assessment?.add(id, samples, reading, {
        isCameraOff: members.find((member) => member.id === id)?.info.cameraOff,
        resolutions: this.#division.resolutions,
        nowMs: clock.nowMs(),
      });
      this.onReading(id, reading);
    }
    this.#dropDeparted();
    this.#evaluate(clock.nowMs(), clock.nowMs() - nowMs >= SLOW_STATS_MS);
  }

  #dropDeparted(): void {
    const ids = new Set(this.#options.members().map(({ id }) => id));
    this.#retainMembers(ids);
    this.#division.retainMembers(ids);
  }

  #retainMembers(ids: ReadonlySet<string>): void {
    this.#history.retainMembers(ids);
    this.assessment?.retainMembers(ids);
  }

  /** Updates device limit, uplink estimate and state from the last samples. */
  #evaluate(nowMs: number, isSlow: boolean): void {
    const latest = this.#latestSamples();
    const samples = latest.map(({ sample }) => sample);
    const { assessment } = this;
    const cores = this.#pageContext?.cores ?? 1;
    const isStrained = isSlow || isDeviceStrained(samples, cores) ||
      (assessment?.hasOwnVideoIssue ?? false);
    const highestRung = Math.max(
      RUNG_OFF,
      ...latest.map(({ allotment }) => allotment.camera),
    );
    const { deviceLimit, uplink } = this.#division;
    deviceLimit.update(
      isStrained,
      highestRung,
      nowMs,
      samples.some(hasElaborateCodec),
    );
    const neededKbps = this.#division.neededKbps(this.#options.peers().keys());
    uplink.update(latest.map(toUplinkReading), neededKbps, nowMs);
    for (const { id, sample, allotment } of latest) {
      const { lossLimit, lossProtection, startRamps } = this.#division;
      startRamps.setBitrateShare(id, bitrateShare(sample, allotment));
      const { lossOut, rttMs } = sample;
      lossLimit.update(id, lossOut, rttMs, nowMs);
      const sendsVideo = allotment.camera !== RUNG_OFF ||
        allotment.screen !== RUNG_OFF;
      const isExhausted = !sendsVideo && uplink.isFull(id);
      if (lossProtection.update(id, { lossOut, isExhausted }, nowMs)) {
        this.#options.onProtectionChange(id);
      }
    }
    if (!assessment) return;
    this.store.set(assessment.evaluate({
      samples,
      neededKbps,
      uplinkKbps: uplink.kbps,
      isUplinkCongested: uplink.isCongested,
      cores,
      isDeviceStrained: isStrained,
      isDeviceLimited: deviceLimit.isLimiting,
    }, nowMs));
  }

  /** Last sample and allotment of each connected member. */
  #latestSamples(): MeasuredPeer[] {
    return [...this.#options.peers().keys()].flatMap((id) => {
      const sample = this.#history.latestSample(id);
      const allotment = this.#division.allotmentOf(id);
      const allottedKbps = this.#division.allottedKbpsOf(id);
      return sample && allotment && allottedKbps !== null
        ? [{ id, sample, allotment, allottedKbps }]
        : [];
    });
  }
}

interface MeasuredPeer {
  readonly id: string;
  readonly sample: QualitySample;
  readonly allotment: Allotment;
  readonly allottedKbps: number;
}

/** Share of its usual bitrate that a picture gets; none where the processor limits it. */
function bitrateShare(
  { targetKbps, qualityLimitationReason }: QualitySample,
  { camera }: Allotment,
): number {
  return qualityLimitationReason === "cpu"
    ? 0
    : (targetKbps ?? 0) / getRungKbps(CAMERA_RUNGS, camera);
}

function toUplinkReading(
  { id, sample, allottedKbps }: MeasuredPeer,
): UplinkReading {
  return { ...sample, id, allottedKbps };
}
