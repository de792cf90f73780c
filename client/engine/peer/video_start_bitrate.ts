/**
 * Bitrate with which a browser begins to send video: a parameter of libwebrtc
 * (Chromium, Safari) in the remote description. It begins with 300 kbit/s
 * otherwise, and a first measurement of the path that fails leaves it there.
 *
 * @module
 */

/** Sends 720p at once if the path carries it; on a slow one the browser is down within a second. */
export const PAIR_START_KBPS = 1_000;

const VIDEO = /^a=rtpmap:(\d+) (?:VP8|VP9|H264|AV1)\/90000/gim;

/** A remote description with the bitrate in all video codecs; null for none. */
export function setVideoStartBitrate(sdp: string, kbps: number | null): string {
  if (kbps === null) return sdp;
  const parameter = `x-google-start-bitrate=${kbps}`;
  return [...sdp.matchAll(VIDEO)].reduce((text, [, id]) => {
    const fmtp = new RegExp(`^a=fmtp:${id} .*`, "m");
    if (fmtp.test(text)) {
      return text.replace(fmtp, (line) => `${line};${parameter}`);
    }
    return text.replace(
      new RegExp(`^a=rtpmap:${id} .*`, "m"),
      (line) => `${line}\r\na=fmtp:${id} ${parameter}`,
    );
  }, sdp);
}
