/**
 * Limits on what a connection sends (`RTCRtpSender.setParameters`, W3C
 * webrtc-pc §5.2). The limits are applied again on each call, since a browser
 * may refuse them, and has no encoding before negotiation.
 *
 * @module
 */
import type { TrackRole } from "./track_role.ts";
import type { VideoCodecName } from "./video_codec.ts";

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

/** Limits and codec of the video that a connection sends; audio has none. */
export interface SendLimits {
  readonly videoCodec: VideoCodecName;
  readonly camera: EncodingLimits;
  readonly screen: EncodingLimits;
}

/** The part of `RTCRtpSender` that is used. */
export type LimitedSender = Pick<
  RTCRtpSender,
  "getParameters" | "setParameters"
>;

/** `codec` is newer than the types of browsers. */
type Encoding = RTCRtpEncodingParameters & {
  codec?: { readonly mimeType: string };
};

const AUDIO_ENCODING: Encoding = { priority: "high", networkPriority: "high" };

/** Keeps the senders of one connection within limits. */
export class SenderLimiter {
  readonly #busySenders = new Set<LimitedSender>();
  /** Not every browser reports it in `getParameters`. */
  readonly #degradations = new Map<LimitedSender, DegradationPreference>();
  /** Codecs that were set; older browsers ignore them. */
  readonly #codecs = new Map<LimitedSender, string>();

  /** Applies limits where they differ from those in force; never throws. */
  apply(
    senders: Readonly<Partial<Record<TrackRole, LimitedSender>>>,
    { camera, screen, videoCodec }: SendLimits,
  ): void {
    const audio = { encoding: AUDIO_ENCODING };
    const video = (limits: EncodingLimits) => ({
      encoding: videoEncoding(limits),
      codec: `video/${videoCodec}`,
      degradation: limits.degradation,
    });
    void this.#setEncoding(senders.audio, audio);
    void this.#setEncoding(senders.screenAudio, audio);
    void this.#setEncoding(senders.video, video(camera));
    void this.#setEncoding(senders.screen, video(screen));
  }

  async #setEncoding(
    sender: LimitedSender | undefined,
    { encoding: wanted, codec = DEFAULT_CODEC, degradation }: WantedParameters,
  ): Promise<void> {
    // A concurrent call would carry outdated parameters.
    if (!sender || this.#busySenders.has(sender)) return;
    this.#busySenders.add(sender);
    try {
      const parameters = sender.getParameters();
      const [encoding] = parameters.encodings ?? [];
      const isCodecSet = (this.#codecs.get(sender) ?? DEFAULT_CODEC) === codec;
      const isSame = encoding && matchesEncoding(encoding, wanted) &&
        this.#degradations.get(sender) === degradation && isCodecSet;
      if (encoding && !isSame) {
        Object.assign(encoding, wanted);
        if (!isCodecSet) setCodec(encoding, parameters.codecs, codec);
        if (degradation) parameters.degradationPreference = degradation;
        await sender.setParameters(parameters);
        if (degradation) this.#degradations.set(sender, degradation);
        this.#codecs.set(sender, codec);
      }
    } catch {
      // Applied again with the next allotment.
    } finally {
      this.#busySenders.delete(sender);
    }
  }
}

interface WantedParameters {
  readonly encoding: Encoding;
  readonly codec?: string;
  readonly degradation?: DegradationPreference;
}

/** Codec of a video sender without one in its encoding. */
const DEFAULT_CODEC = "video/VP8";

/** Sets a codec that was negotiated; otherwise that of the negotiation is used. */
function setCodec(
  encoding: Encoding,
  negotiated: readonly RTCRtpCodecParameters[] = [],
  wanted: string,
): void {
  const found = negotiated.find(({ mimeType }) =>
    mimeType.toLowerCase() === wanted.toLowerCase()
  );
  if (found) encoding.codec = found;
  else delete encoding.codec;
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
