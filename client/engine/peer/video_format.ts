/**
 * Whether two browsers have a video format in common: without one the answer
 * rejects the media line with port 0 (RFC 9429 §5.3.1).
 *
 * @module
 */

/** False when an answer rejects its first video line, that of the camera. */
export function acceptsVideo(answerSdp: string): boolean {
  return /^m=video (\d+) /m.exec(answerSdp)?.[1] !== "0";
}
