/**
 * Division of the uplink among the members of a call, and the limits of their
 * senders that follow from it.
 *
 * @module
 */
import type { SendChannelMessage } from "../peer/channel_multiplexer.ts";
import type { SendLimits } from "../peer/sender_limiter.ts";
import type { VideoCodecName } from "../peer/video_codec.ts";
import { AllotmentHysteresis } from "./allotment_hysteresis.ts";
import { DeviceLimit } from "./device_limit.ts";
import { LossProtection } from "./loss_protection.ts";
import { RequestedResolutions } from "./requested_resolution.ts";
import { RUNG_OFF } from "./resolution_ladder.ts";
import {
  computeSendLimits,
  type SendSources,
  type StartLimits,
} from "./send_limits.ts";
import { StartRamps } from "./start_ramp.ts";
import {
  type Allotment,
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
  readonly sharesScreen: () => boolean;
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
  readonly lossProtection = new LossProtection();
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

  /** Forgets all allotments: the next ones apply without delay. */
  clearAllotments(): void {
    this.#allotments.clear();
  }

  /** Bitrate that would be sent over an unlimited uplink, in kbit/s. */
  neededKbps(ids: Iterable<string>): number {
    return computeNeededKbps(this.#budgetInput(ids));
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
      const size = { camera: Math.min(camera, maxPx), screen };
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
        this.#startLimits(id, nowMs),
        this.#videoCodecOf(id),
      );
      peer.applySendLimits(limits);
    }
  }

  /** Begins the start of a connection; the result limits its first picture. */
  beginStart(id: string, ids: Iterable<string>, nowMs: number): SendLimits {
    this.startRamps.begin(id, nowMs);
    return computeSendLimits(
      this.wantedAllotment(id, ids),
      this.#sendSources(),
      this.#startLimits(id, nowMs),
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

  #startLimits(id: string, nowMs: number): StartLimits {
    return {
      maxRung: this.startRamps.maxRungOf(id),
      keepsResolution: this.startRamps.keepsResolution(id, nowMs),
    };
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

  #budgetInput(ids: Iterable<string>): UplinkBudgetInput {
    return {
      demands: [...ids].map((id) => ({
        id,
        renderedSize: this.resolutions.requestedBy(id),
        capKbps: this.uplink.capKbpsOf(id),
      })),
      uplinkKbps: this.uplink.kbps,
      sendsCamera: this.#options.camera() !== null,
      sharesScreen: this.#options.sharesScreen(),
      maxCameraRung: this.deviceLimit.maxCameraRung,
    };
  }
}
