/**
 * Division of the uplink among the members of a call, and the limits of their
 * senders that follow from it.
 *
 * @module
 */
import {
  limitRequestedSize,
  type MediaSettings,
  SAVED_DATA,
  uploadLimitKbps,
} from "../media/media_settings.ts";
import type { SendChannelMessage } from "../peer/channel_multiplexer.ts";
import type { SendLimits } from "../peer/sender_limiter.ts";
import type { VideoCodecName } from "../peer/video_codec.ts";
import { AllotmentHysteresis } from "./allotment_hysteresis.ts";
import { DeviceLimit } from "./device_limit.ts";
import { FullHdDemand } from "./full_hd_demand.ts";
import { LossLimit } from "./loss_limit.ts";
import { LossProtection } from "./loss_protection.ts";
import { RequestedResolutions } from "./requested_resolution.ts";
import { highestRungUpTo, RUNG_OFF } from "./resolution_ladder.ts";
import {
  type CameraLimits,
  computeSendLimits,
  type SendSources,
} from "./send_limits.ts";
import { StartRamps } from "./start_ramp.ts";
import {
  type Allotment,
  computeAllottedKbps,
  computeCameraKbps,
  computeNeededKbps,
  divideUplink,
  type RenderedSize,
  type UplinkBudgetInput,
} from "./uplink_budget.ts";
import { UplinkEstimate } from "./uplink_estimate.ts";

/** The part of a peer that is limited. */
export interface LimitedPeer {
  applySendLimits(limits: SendLimits): void;
}

/** Dependencies of {@linkcode UplinkDivision}. */
export interface UplinkDivisionOptions {
  readonly camera: () => MediaStreamTrack | null;
  readonly screen: () => MediaStreamTrack | null;
  readonly settings: () => MediaSettings;
  /** Best video codec that we and a member encode cheaply. */
  readonly videoCodec: (id: string) => VideoCodecName;
  readonly send: SendChannelMessage;
}

const NOT_RENDERED: RenderedSize = { camera: 0, screen: 0 };

/** Division of one call. */
export class UplinkDivision {
  readonly resolutions: RequestedResolutions;
  readonly uplink = new UplinkEstimate();
  readonly deviceLimit = new DeviceLimit();
  readonly startRamps = new StartRamps();
  readonly lossLimit = new LossLimit();
  readonly lossProtection = new LossProtection();
  readonly #fullHdDemand = new FullHdDemand();
  readonly #options: UplinkDivisionOptions;
  readonly #allotments = new AllotmentHysteresis();

  constructor(options: UplinkDivisionOptions) {
    this.#options = options;
    this.resolutions = new RequestedResolutions(options.send);
  }

  /** Allotment of a member, or null before the first one. */
  allotmentOf(id: string): Allotment | null {
    return this.#allotments.get(id);
  }

  /** Bitrate that may be sent to a member, or null before the first allotment. */
  allottedKbpsOf(id: string): number | null {
    const allotment = this.allotmentOf(id);
    return allotment && Math.min(
      computeAllottedKbps(allotment),
      this.uplink.capKbpsOf(id) ?? Infinity,
    );
  }

  /** Forgets all allotments: the next ones apply without delay. */
  clearAllotments(): void {
    this.#allotments.clear();
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    this.resolutions.retainMembers(ids);
    this.startRamps.retainMembers(ids);
    this.lossLimit.retainMembers(ids);
    this.lossProtection.retainMembers(ids);
  }

  /** Bitrate that would be sent over an unlimited uplink, in kbit/s. */
  neededKbps(ids: Iterable<string>): number {
    return computeNeededKbps(this.#budgetInput(ids));
  }

  /** True while the camera should open in 1080p. */
  wantsFullHd(ids: Iterable<string>, nowMs: number): boolean {
    const requestedPx = [...ids].map((id) =>
      this.resolutions.requestedBy(id)?.camera ?? 0
    );
    return this.#fullHdDemand.update({
      requestedPx,
      uplinkKbps: this.uplink.kbps,
      isUplinkCongested: this.uplink.isCongested,
      isDeviceLimited: this.deviceLimit.isLimiting,
      savesData: this.#options.settings().savesData,
    }, nowMs);
  }

  /** Reports to each member the size in which it is rendered here. */
  reportSizes(
    ids: Iterable<string>,
    renderedSizes: ReadonlyMap<string, RenderedSize>,
    nowMs: number,
  ): void {
    const { maxPx } = this.deviceLimit;
    for (const id of ids) {
      const { camera, screen } = renderedSizes.get(id) ?? NOT_RENDERED;
      const size = limitRequestedSize(
        { camera: Math.min(camera, maxPx), screen },
        this.#options.settings(),
      );
      this.resolutions.sendRenderedSize(id, size, nowMs);
    }
  }

  /** Divides the uplink, and limits the senders of each member. */
  apply(peers: ReadonlyMap<string, LimitedPeer>, nowMs: number): void {
    this.#allotments.apply(
      divideUplink(this.#budgetInput(peers.keys())),
      (id) => this.resolutions.requestedBy(id),
      nowMs,
    );
    const sources = this.#sendSources();
    for (const [id, peer] of peers) {
      const allotment = this.#allotments.get(id);
      if (!allotment) continue;
      const limits = computeSendLimits(
        allotment,
        sources,
        this.#cameraLimits(id, allotment),
        this.#videoCodecOf(id),
      );
      peer.applySendLimits(limits);
    }
  }

  /** Begins the start of a connection; the result limits its first picture. */
  beginStart(id: string, ids: Iterable<string>, nowMs: number): SendLimits {
    this.startRamps.begin(id, nowMs);
    const allotment = this.wantedAllotment(id, ids);
    return computeSendLimits(
      allotment,
      this.#sendSources(),
      this.#cameraLimits(id, allotment),
      this.#videoCodecOf(id),
    );
  }

  /** Allotment of a member beside these others. */
  wantedAllotment(id: string, ids: Iterable<string>): Allotment {
    return this.allotmentOf(id) ??
      divideUplink(this.#budgetInput(new Set([...ids, id]))).get(id) ??
      { camera: RUNG_OFF, screen: RUNG_OFF };
  }

  #videoCodecOf(id: string): VideoCodecName {
    return this.deviceLimit.usesSimpleCodec
      ? "VP8"
      : this.#options.videoCodec(id);
  }

  #cameraLimits(id: string, allotment: Allotment): CameraLimits {
    const limits = this.startRamps.limitsOf(id);
    const pathKbps = computeCameraKbps(allotment, this.uplink.capKbpsOf(id));
    return { ...limits, maxKbps: Math.min(limits.maxKbps, pathKbps) };
  }

  #sendSources(): SendSources {
    const camera = this.#options.camera();
    const screen = this.#options.screen();
    const { savesData, isScreenMotion } = this.#options.settings();
    return {
      hasCamera: camera !== null,
      cameraPx: longerSideOf(camera),
      hasScreen: screen !== null,
      screenPx: longerSideOf(screen),
      isScreenMotion,
      maxFps: Math.min(
        savesData ? SAVED_DATA.fps : Infinity,
        this.deviceLimit.maxFps,
      ),
    };
  }

  #budgetInput(ids: Iterable<string>): UplinkBudgetInput {
    const { savesData, isSoundOnly, uploadLimit } = this.#options.settings();
    return {
      demands: [...ids].map((id) => ({
        id,
        renderedSize: this.resolutions.requestedBy(id),
        capKbps: this.uplink.capKbpsOf(id),
        maxCameraRung: this.lossLimit.maxRungOf(id),
      })),
      uplinkKbps: Math.min(this.uplink.kbps, uploadLimitKbps(uploadLimit)),
      sendsCamera: this.#options.camera() !== null && !isSoundOnly,
      sharesScreen: this.#options.screen() !== null,
      maxCameraRung: Math.min(
        this.deviceLimit.maxCameraRung,
        highestRungUpTo(savesData ? SAVED_DATA.px : this.#cameraPx()),
      ),
    };
  }

  /** Size of the largest picture: a small camera is sent at the bitrate of 720p. */
  #cameraPx(): number {
    return Math.max(1280, longerSideOf(this.#options.camera()) ?? 0);
  }
}

function longerSideOf(track: MediaStreamTrack | null): number | null {
  const { width = 0, height = 0 } = track?.getSettings?.() ?? {};
  return Math.max(width, height) || null;
}
