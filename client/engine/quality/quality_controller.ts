/**
 * Looks after the quality of a call: measures each connection, judges it,
 * divides the uplink among the members, and tells the views.
 *
 * @module
 */
import type { CallState } from "../call/call_state.ts";
import type { Clock } from "../clock.ts";
import type { DataChannel } from "../peer/peer_connection.ts";
import { Store } from "../store.ts";
import { CapacityWarning } from "./capacity_warning.ts";
import { isVideoIssue } from "./fault_attribution.ts";
import { estimateCapacity } from "./call_capacity.ts";
import type { StatsSnapshot } from "./connection_counters.ts";
import { DeviceLimit, isDeviceStrained } from "./device_limit.ts";
import { QualityHistory } from "./quality_history.ts";
import { RUNG_OFF } from "./resolution_ladder.ts";
import { AllotmentHysteresis } from "./allotment_hysteresis.ts";
import { NO_QUALITY, type QualityState } from "./quality_state.ts";
import {
  computeSendLimits,
  type SendLimits,
  type SendSources,
} from "./send_limits.ts";
import {
  computeAllottedKbps,
  computeNeededKbps,
  divideUplink,
  type RenderedSize,
  type UplinkBudgetInput,
} from "./uplink_budget.ts";
import { UplinkEstimate } from "./uplink_estimate.ts";
import { RequestedResolutions } from "./requested_resolution.ts";

/** How often sizes are told and the plan is looked at. */
export const QUALITY_TICK_MS = 1_000;
/** How often connections are measured while the page is seen. */
export const VISIBLE_INTERVAL_MS = 2_000;
/** How often they are measured while it is not. */
export const HIDDEN_INTERVAL_MS = 10_000;
/** A camera that was just asked for has this long to come. */
export const VIDEO_START_TIMEOUT_MS = 5_000;

const STATS_TIMEOUT_MS = 30_000;

/** The part of a `Peer` that is used. */
export interface QualityPeer {
  reading(): Promise<StatsSnapshot | null>;
  limit(limits: SendLimits): void;
}

/** What it needs from outside. */
export interface QualityControllerOptions {
  readonly clock: Clock;
  readonly state: () => Pick<CallState, "remoteMembers">;
  /** Members whose media can flow. */
  readonly peers: () => ReadonlyMap<string, QualityPeer>;
  readonly camera: () => MediaStreamTrack | null;
  readonly sharesScreen: () => boolean;
  /** The call is larger than what is carried well; told once. */
  readonly onOverCapacity: () => void;
}

/** What the page around the call knows. */
export interface PageContext {
  /** How large each member is seen here; nobody is listed who is not. */
  readonly renderedSizes: () => ReadonlyMap<string, RenderedSize>;
  readonly isVisible: () => boolean;
  /** Cores of this device. */
  readonly cores: number;
}

const NOT_RENDERED: RenderedSize = { camera: 0, screen: 0 };

/** The quality of one call, from `start` to `stop`. */
export class QualityController {
  /** What the views draw. */
  readonly store = new Store<QualityState>(NO_QUALITY);
  readonly #options: QualityControllerOptions;
  readonly #resolutions = new RequestedResolutions();
  readonly #uplink = new UplinkEstimate();
  readonly #deviceLimit = new DeviceLimit();
  readonly #history = new QualityHistory();
  readonly #allotments = new AllotmentHysteresis();
  readonly #capacityWarning: CapacityWarning;
  #pageContext: PageContext | null = null;
  #cancelTick: (() => void) | null = null;
  #measuredAtMs = -Infinity;
  #isMeasuring = false;

  constructor(options: QualityControllerOptions) {
    this.#options = options;
    this.#capacityWarning = new CapacityWarning(options.onOverCapacity);
  }

  /** Knows the page from now on; without it, all are told the same. */
  setPageContext(around: PageContext): void {
    this.#pageContext = around;
  }

  /** Takes the data channel to a member. */
  attach(id: string, channel: DataChannel): void {
    this.#resolutions.attach(id, channel);
  }

  /** Begins. */
  start(): void {
    if (!this.#cancelTick) this.#tick();
  }

  /** Ends. */
  stop(): void {
    this.#cancelTick?.();
    this.#cancelTick = null;
    this.#history.retainMembers(new Set());
    this.store.set(NO_QUALITY);
  }

  /** The page is seen again, or not any more: tells it without waiting. */
  updateNow(): void {
    if (this.#cancelTick) this.#applyLimits();
  }

  /** A camera or a screen came or went: divides anew without waiting. */
  onTracksChange(): void {
    this.#allotments.clear();
    this.updateNow();
  }

  #tick(): void {
    const { clock } = this.#options;
    this.#applyLimits();
    const isSeen = this.#pageContext?.isVisible() ?? true;
    const dueMs = this.#measuredAtMs +
      (isSeen ? VISIBLE_INTERVAL_MS : HIDDEN_INTERVAL_MS);
    if (clock.nowMs() >= dueMs) void this.#measure();
    this.#cancelTick = clock.after(QUALITY_TICK_MS, () => this.#tick());
  }

  /** Tells how large members are seen, and gives what was divided. */
  #applyLimits(): void {
    const nowMs = this.#options.clock.nowMs();
    const shown = this.#pageContext?.renderedSizes();
    const peers = this.#options.peers();
    if (shown) {
      for (const id of peers.keys()) {
        const { camera, screen } = shown.get(id) ?? NOT_RENDERED;
        const most = this.#deviceLimit.maxPx;
        this.#resolutions.sendRenderedSize(id, {
          camera: Math.min(camera, most),
          screen,
        }, nowMs);
      }
    }
    const wanted = divideUplink(this.#budgetInput(peers));
    this.#allotments.apply(
      wanted,
      (id) => this.#resolutions.requestedBy(id),
      nowMs,
    );
    const sources = this.#sendSources();
    for (const [id, peer] of peers) {
      const allotment = this.#allotments.get(id);
      if (allotment) peer.limit(computeSendLimits(allotment, sources));
    }
  }

  #sendSources(): SendSources {
    const camera = this.#options.camera();
    const { width = 0, height = 0 } = camera?.getSettings?.() ?? {};
    return {
      hasCamera: camera !== null,
      cameraPx: Math.max(width, height) || null,
      hasScreen: this.#options.sharesScreen(),
    };
  }

  #budgetInput(peers: ReadonlyMap<string, QualityPeer>): UplinkBudgetInput {
    return {
      demands: [...peers.keys()].map((id) => ({
        id,
        renderedSize: this.#resolutions.requestedBy(id),
        capKbps: this.#uplink.capKbpsOf(id),
      })),
      uplinkKbps: this.#uplink.kbps,
      sendsCamera: this.#options.camera() !== null,
      sharesScreen: this.#options.sharesScreen(),
      maxCameraRung: this.#deviceLimit.maxCameraRung,
    };
  }

  async #measure(): Promise<void> {
    const { clock, peers } = this.#options;
    const nowMs = clock.nowMs();
    // A report that hangs delays the next one, but does not end them.
    if (this.#isMeasuring && nowMs - this.#measuredAtMs < STATS_TIMEOUT_MS) {
      return;
    }
    this.#measuredAtMs = nowMs;
    this.#isMeasuring = true;
    const readings = await Promise.all(
      [...peers()].map(async ([id, peer]) => ({
        id,
        reading: await peer.reading().catch(() => null),
      })),
    );
    this.#isMeasuring = false;
    if (!this.#cancelTick) return;
    for (const { id, reading } of readings) {
      if (reading) this.#history.add(id, reading, this.#expectsVideo(id));
    }
    this.#dropDeparted();
    this.#evaluate(clock.nowMs());
  }

  #dropDeparted(): void {
    const { remoteMembers } = this.#options.state();
    const ids = new Set(remoteMembers.map(({ id }) => id));
    this.#history.retainMembers(ids);
    this.#resolutions.retainMembers(ids);
  }

  #expectsVideo(id: string): boolean {
    const { clock, state } = this.#options;
    const info = state().remoteMembers.find((p) => p.id === id)?.info;
    const sinceMs = this.#resolutions.cameraRequestedSinceMs(id);
    return info?.cameraOff === false && sinceMs !== null &&
      clock.nowMs() - sinceMs >= VIDEO_START_TIMEOUT_MS;
  }

  /** Draws conclusions from what was measured. */
  #evaluate(nowMs: number): void {
    const peers = this.#options.peers();
    const last = [...peers.keys()].flatMap((id) => {
      const sample = this.#history.latestSample(id);
      const given = this.#allotments.get(id);
      return sample && given ? [{ id, sample, given }] : [];
    });
    const samples = last.map(({ sample }) => sample);
    const members = this.#history.memberQualities();
    const cores = this.#pageContext?.cores ?? 1;
    const isSlow = isDeviceStrained(samples, cores) ||
      [...members.values()].some(({ assessment, faultSide }) =>
        faultSide === "own" && assessment !== null && isVideoIssue(assessment)
      );
    const highest = Math.max(
      RUNG_OFF,
      ...last.map(({ given }) => given.camera),
    );
    this.#deviceLimit.update(isSlow, highest, nowMs);
    const needed = computeNeededKbps(this.#budgetInput(peers));
    this.#uplink.update(
      last.map(({ id, sample, given }) => ({
        id,
        availableKbps: sample.availableOutgoingKbps,
        sentKbps: sample.kbpsOut,
        lossOut: sample.lossOut,
        allottedKbps: computeAllottedKbps(given),
      })),
      needed,
      nowMs,
    );
    const { kbps, isCongested } = this.#uplink;
    const carrying = estimateCapacity({
      samples,
      uplinkKbps: kbps,
      isUplinkCongested: isCongested,
      cores,
      isDeviceStrained: isSlow,
      isDeviceLimited: this.#deviceLimit.isLimiting,
    });
    const isBeyond = this.#capacityWarning.update(
      carrying,
      samples.length + 1,
      nowMs,
    );
    const held = needed > kbps ? "network" : null;
    const heldBackBy = this.#deviceLimit.isLimiting ? "device" : held;
    this.store.set({
      members,
      capacity: carrying,
      isOverCapacity: isBeyond,
      limitedBy: heldBackBy,
    });
  }
}
