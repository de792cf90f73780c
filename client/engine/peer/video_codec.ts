/**
 * Video codec of a connection. Each page publishes the codecs that it encodes
 * cheaply; a pair uses the best one of both lists, otherwise VP8, which every
 * browser has (RFC 7742 §5).
 *
 * @module
 */

/** Codecs from best to last, by their names in SDP. */
export const VIDEO_CODECS = ["AV1", "VP9", "H264", "VP8"] as const;

/** Name of a codec. */
export type VideoCodecName = typeof VIDEO_CODECS[number];

/** Codecs of an untrusted list, in our order. */
export function readVideoCodecs(list: unknown): readonly VideoCodecName[] {
  if (!Array.isArray(list)) return [];
  return VIDEO_CODECS.filter((name) => list.includes(name));
}

/** Codec of a pair of lists. */
export function chooseVideoCodec(
  own: readonly VideoCodecName[],
  theirs: readonly VideoCodecName[],
): VideoCodecName {
  return VIDEO_CODECS.find((name) =>
    own.includes(name) && theirs.includes(name)
  ) ?? "VP8";
}

/** The part of `RTCRtpCodec` that is used. */
export interface CodecLike {
  readonly mimeType: string;
}

/** True for a codec of this name. */
export function isVideoCodec({ mimeType }: CodecLike, name: string): boolean {
  return mimeType.toLowerCase() === `video/${name.toLowerCase()}`;
}

/**
 * Codecs for `setCodecPreferences` with the preferred one first. All others
 * stay, so that there is always a common one.
 */
export function preferVideoCodec<T extends CodecLike>(
  codecs: readonly T[],
  name: VideoCodecName,
): T[] {
  const isPreferred = (codec: T) => isVideoCodec(codec, name);
  return [
    ...codecs.filter(isPreferred),
    ...codecs.filter((codec) => !isPreferred(codec)),
  ];
}
