/**
 * Puts limits on what a connection sends (`RTCRtpSender.setParameters`, W3C
 * webrtc-pc §5.2). A browser that refuses, or that has no encoding yet since
 * nothing was negotiated, is asked again the next time.
 *
 * @module
 */
import type { TrackRole } from "../peer/track_role.ts";
import { CAMERA_RUNGS, RUNG_OFF, SCREEN_RUNGS } from "./resolution_ladder.ts";
import type { Allotment } from "./uplink_budget.ts";

/** Limits of one encoding. */
export interface EncodingLimits {
  /** False sends nothing, though the track stays. */
  readonly isActive: boolean;
  readonly maxKbps: number;
  /** How much smaller than its source the picture is, 1 or more. */
  readonly scaleDownBy: number;
  readonly fps: number;
}

/** Limits of all that a connection sends; sound has none. */
export interface SendLimits {
  readonly camera: EncodingLimits;
  readonly screen: EncodingLimits;
}

/** What there is to send. */
export interface SendSources {
  readonly hasCamera: boolean;
  /** Longer side of what the camera gives, or null if unknown. */
  readonly cameraPx: number | null;
  readonly hasScreen: boolean;
}

/**
 * The limits for an allotment. What has no source stays active, so that it is
 * sent at once when it comes.
 */
export function computeSendLimits(
  { camera, screen }: Allotment,
  { hasCamera, cameraPx, hasScreen }: SendSources,
): SendLimits {
  const cameraLimits = encodingLimits(CAMERA_RUNGS, camera, cameraPx);
  const screenLimits = encodingLimits(SCREEN_RUNGS, screen, null);
  return {
    camera: { ...cameraLimits, isActive: camera !== RUNG_OFF || !hasCamera },
    screen: { ...screenLimits, isActive: screen !== RUNG_OFF || !hasScreen },
  };
}

function encodingLimits(
  rungs: typeof CAMERA_RUNGS,
  at: number,
  sourcePx: number | null,
): Omit<EncodingLimits, "isActive"> {
  const rung = rungs[at === RUNG_OFF ? 0 : at] ??
    { px: Infinity, kbps: 0, fps: 1 };
  const scale = sourcePx === null ? 1 : sourcePx / rung.px;
  return {
    maxKbps: rung.kbps,
    // A tenth is nothing that anybody sees, and whole numbers are cheap.
    scaleDownBy: Math.max(1, Math.round(scale * 4) / 4),
    fps: rung.fps,
  };
}

type Encoding = RTCRtpEncodingParameters;

const AUDIO_ENCODING: Encoding = { priority: "high", networkPriority: "high" };

function videoEncoding(limits: EncodingLimits): Encoding {
  return {
    active: limits.isActive,
    maxBitrate: limits.maxKbps * 1000,
    maxFramerate: limits.fps,
    scaleResolutionDownBy: limits.scaleDownBy,
  };
}

/** The part of a sender that is used. */
export type LimitedSender = Pick<
  RTCRtpSender,
  "getParameters" | "setParameters"
>;

/** Keeps the senders of one connection within limits. */
export class SenderLimiter {
  readonly #busy = new Set<LimitedSender>();

  /** Applies what is not so yet; nothing is thrown. */
  apply(
    senders: Readonly<Partial<Record<TrackRole, LimitedSender>>>,
    { camera, screen }: SendLimits,
  ): void {
    void this.#setEncoding(senders.audio, AUDIO_ENCODING);
    void this.#setEncoding(senders.screenAudio, AUDIO_ENCODING);
    void this.#setEncoding(senders.video, videoEncoding(camera));
    void this.#setEncoding(senders.screen, videoEncoding(screen));
  }

  async #setEncoding(
    sender: LimitedSender | undefined,
    wanted: Encoding,
  ): Promise<void> {
    // A second call would carry the parameters of before the first.
    if (!sender || this.#busy.has(sender)) return;
    this.#busy.add(sender);
    try {
      const parameters = sender.getParameters();
      const [encoding] = parameters.encodings ?? [];
      if (encoding && !matchesEncoding(encoding, wanted)) {
        Object.assign(encoding, wanted);
        await sender.setParameters(parameters);
      }
    } catch {
      // Asked again with the next plan.
    } finally {
      this.#busy.delete(sender);
    }
  }
}

/** True when an encoding has all that is wanted; a browser may keep less. */
function matchesEncoding(encoding: Encoding, wanted: Encoding): boolean {
  const keys: readonly (keyof Encoding)[] = [
    "active",
    "maxBitrate",
    "maxFramerate",
    "scaleResolutionDownBy",
    "priority",
  ];
  return keys.every((key) =>
    wanted[key] === undefined || encoding[key] === wanted[key]
  );
}
