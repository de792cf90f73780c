/**
 * Limits on what a connection sends (`RTCRtpSender.setParameters`, W3C
 * webrtc-pc §5.2). The limits are applied again on each call, since a browser
 * may refuse them, and has no encoding before negotiation.
 *
 * @module
 */
import type { TrackRole } from "./track_role.ts";

/** Limits of one encoding. */
export interface EncodingLimits {
  /** False sends nothing, though the track stays. */
  readonly isActive: boolean;
  readonly maxKbps: number;
  /** Factor from the source's size to the sent size, 1 or more. */
  readonly scaleDownBy: number;
  readonly fps: number;
  /** What the browser keeps when it cannot send all. */
  readonly degradation: DegradationPreference;
}

/** The part of `RTCDegradationPreference` that is used. */
export type DegradationPreference =
  | "maintain-framerate"
  | "maintain-resolution";

/** Limits of the video that a connection sends; audio has none. */
export interface SendLimits {
  readonly camera: EncodingLimits;
  readonly screen: EncodingLimits;
}

/** The part of `RTCRtpSender` that is used. */
export type LimitedSender = Pick<
  RTCRtpSender,
  "getParameters" | "setParameters"
>;

type Encoding = RTCRtpEncodingParameters;

const AUDIO_ENCODING: Encoding = { priority: "high", networkPriority: "high" };

/** Keeps the senders of one connection within limits. */
export class SenderLimiter {
  readonly #busySenders = new Set<LimitedSender>();
  /** Not every browser reports it in `getParameters`. */
  readonly #degradations = new Map<LimitedSender, DegradationPreference>();

  /** Applies limits where they differ from those in force; never throws. */
  apply(
    senders: Readonly<Partial<Record<TrackRole, LimitedSender>>>,
    { camera, screen }: SendLimits,
  ): void {
    void this.#setEncoding(senders.audio, AUDIO_ENCODING);
    void this.#setEncoding(senders.screenAudio, AUDIO_ENCODING);
    void this.#setEncoding(
      senders.video,
      videoEncoding(camera),
      camera.degradation,
    );
    void this.#setEncoding(
      senders.screen,
      videoEncoding(screen),
      screen.degradation,
    );
  }

  async #setEncoding(
    sender: LimitedSender | undefined,
    wanted: Encoding,
    degradation?: DegradationPreference,
  ): Promise<void> {
    // A concurrent call would carry outdated parameters.
    if (!sender || this.#busySenders.has(sender)) return;
    this.#busySenders.add(sender);
    try {
      const parameters = sender.getParameters();
      const [encoding] = parameters.encodings ?? [];
      const isSame = encoding && matchesEncoding(encoding, wanted) &&
        this.#degradations.get(sender) === degradation;
      if (encoding && !isSame) {
        Object.assign(encoding, wanted);
        if (degradation) parameters.degradationPreference = degradation;
        await sender.setParameters(parameters);
        if (degradation) this.#degradations.set(sender, degradation);
      }
    } catch {
      // Applied again with the next allotment.
    } finally {
      this.#busySenders.delete(sender);
    }
  }
}

function videoEncoding(limits: EncodingLimits): Encoding {
  return {
    active: limits.isActive,
    maxBitrate: limits.maxKbps * 1000,
    maxFramerate: limits.fps,
    scaleResolutionDownBy: limits.scaleDownBy,
  };
}

/** True when an encoding has all wanted values; a browser may keep fewer fields. */
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
