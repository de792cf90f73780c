/**
 * Limits on what a connection sends, and requests for key frames: the only
 * writer of sender parameters (`RTCRtpSender.setParameters`, W3C webrtc-pc
 * §5.2). The limits are applied again on each call, since a browser may refuse
 * them, and has no encoding before negotiation.
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
export interface LimitedSender {
  getParameters(): RTCRtpSendParameters;
  /** Options of W3C webrtc-extensions, which not every browser reads. */
  setParameters(
    parameters: RTCRtpSendParameters,
    options?: object,
  ): Promise<void>;
}

/** `codec` is newer than the types of browsers. */
type Encoding = RTCRtpEncodingParameters & {
  codec?: { readonly mimeType: string };
};

const AUDIO_ENCODING: Encoding = { priority: "high", networkPriority: "high" };

/** Keeps the senders of one connection within limits. */
export class SenderLimiter {
  readonly #busySenders = new Set<LimitedSender>();
  /** Written again as soon as they are no longer busy. */
  readonly #delayedSenders = new Set<LimitedSender>();
  /** Senders that send a key frame with the next write. */
  readonly #keyFrameSenders = new Set<LimitedSender>();
  readonly #wanted = new Map<LimitedSender, WantedParameters>();
  /** Not every browser reports it in `getParameters`. */
  readonly #degradations = new Map<LimitedSender, DegradationPreference>();
  /** Codecs that were set; older browsers ignore them. */
  readonly #codecs = new Map<LimitedSender, string>();
  /** Last parameters that the browser has taken, as JSON. */
  readonly #taken = new Map<LimitedSender, string>();

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
    this.#setWanted(senders.audio, audio);
    this.#setWanted(senders.screenAudio, audio);
    this.#setWanted(senders.video, video(camera));
    this.#setWanted(senders.screen, video(screen));
  }

  /**
   * Sends a key frame next. Setting the track again is no alternative in
   * browsers without the option: Firefox then sends nothing for seconds.
   */
  requestKeyFrame(sender: LimitedSender): void {
    this.#keyFrameSenders.add(sender);
    void this.#write(sender);
  }

  #setWanted(
    sender: LimitedSender | undefined,
    wanted: WantedParameters,
  ): void {
    if (!sender) return;
    this.#wanted.set(sender, wanted);
    void this.#write(sender);
  }

  async #write(sender: LimitedSender): Promise<void> {
    // A concurrent call would carry outdated parameters.
    if (this.#busySenders.has(sender)) {
      this.#delayedSenders.add(sender);
      return;
    }
    this.#busySenders.add(sender);
    const needsKeyFrame = this.#keyFrameSenders.delete(sender);
    try {
      await this.#setParameters(sender, needsKeyFrame);
    } catch {
      // Both are written again with the next allotment.
      if (needsKeyFrame) this.#keyFrameSenders.add(sender);
      this.#delayedSenders.delete(sender);
    } finally {
      this.#busySenders.delete(sender);
    }
    if (this.#delayedSenders.delete(sender)) await this.#write(sender);
  }

  async #setParameters(
    sender: LimitedSender,
    needsKeyFrame: boolean,
  ): Promise<void> {
    const wanted = this.#wanted.get(sender);
    const wantedText = JSON.stringify(wanted);
    // Reading parameters stops the page until the network thread answers.
    if (!needsKeyFrame && this.#taken.get(sender) === wantedText) return;
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings ?? [];
    // What is sent first is a key frame in any case.
    if (!encoding) return;
    const { codec = DEFAULT_CODEC, degradation } = wanted ?? {};
    const isCodecSet = !wanted ||
      (this.#codecs.get(sender) ?? DEFAULT_CODEC) === codec;
    const isSame = !wanted || matchesEncoding(encoding, wanted.encoding) &&
        this.#degradations.get(sender) === degradation && isCodecSet;
    if (isSame && !needsKeyFrame) {
      this.#taken.set(sender, wantedText);
      return;
    }
    this.#taken.delete(sender);
    Object.assign(encoding, wanted?.encoding);
    if (!isCodecSet) setCodec(encoding, parameters.codecs, codec);
    if (degradation) parameters.degradationPreference = degradation;
    if (needsKeyFrame) await setWithKeyFrame(sender, parameters);
    else await sender.setParameters(parameters);
    if (degradation) this.#degradations.set(sender, degradation);
    if (wanted) this.#codecs.set(sender, codec);
    this.#taken.set(sender, wantedText);
  }
}

/** Firefox does not read the option, and starts an encoding with a key frame. */
async function setWithKeyFrame(
  sender: LimitedSender,
  parameters: RTCRtpSendParameters,
): Promise<void> {
  let isRead = false;
  const [encoding] = parameters.encodings;
  await sender.setParameters(parameters, {
    get encodingOptions() {
      isRead = true;
      return parameters.encodings.map(() => ({ keyFrame: true }));
    },
  });
  if (isRead || !encoding?.active) return;
  for (const active of [false, true]) {
    const next = sender.getParameters();
    Object.assign(next.encodings[0] ?? {}, { active });
    await sender.setParameters(next);
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
