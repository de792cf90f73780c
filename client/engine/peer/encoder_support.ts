/**
 * Video codecs that this device encodes cheaply, found before joining.
 *
 * @module
 */
import type { VideoCodecName } from "./video_codec.ts";

/** The part of `MediaCapabilitiesInfo` that is used. */
export interface EncodingSupport {
  readonly supported: boolean;
  readonly smooth: boolean;
  /** Encoded by hardware. */
  readonly powerEfficient: boolean;
}

/** Facts about device and browser. */
export interface EncoderFacts {
  /** Number of CPU cores. */
  readonly cores: number;
  /** The codec of a sender can be changed while it sends, to end overload. */
  readonly canChangeCodec: boolean;
  /** Support of a codec for 720p; null when unknown. */
  readonly support: (codec: VideoCodecName) => Promise<EncodingSupport | null>;
}

/**
 * Cores from which on software may encode a codec. A frame of 720p took 22 ms
 * in VP9 and 26 ms in AV1 on a busy machine, against 9 ms in VP8.
 */
const SOFTWARE_MIN_CORES: Readonly<Partial<Record<VideoCodecName, number>>> = {
  AV1: 12,
  VP9: 8,
};

const CANDIDATES = ["AV1", "VP9", "H264"] as const satisfies readonly (
  VideoCodecName
)[];

/** Codecs that are cheap here; VP8 always is. */
export async function findCheapCodecs(
  facts: EncoderFacts,
): Promise<readonly VideoCodecName[]> {
  const found = await Promise.all(
    CANDIDATES.map(async (name) => {
      const support = await facts.support(name).catch(() => null);
      return support && isCheap(name, support, facts) ? [name] : [];
    }),
  );
  return [...found.flat(), "VP8"];
}

function isCheap(
  name: VideoCodecName,
  { supported, smooth, powerEfficient }: EncodingSupport,
  { cores, canChangeCodec }: EncoderFacts,
): boolean {
  if (!supported) return false;
  if (powerEfficient) return true;
  return smooth && canChangeCodec &&
    cores >= (SOFTWARE_MIN_CORES[name] ?? Infinity);
}
