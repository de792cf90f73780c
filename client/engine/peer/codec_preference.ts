/**
 * Order of the video codecs in our descriptions: the other side sends the first.
 *
 * @module
 */
import { preferVideoCodec, type VideoCodecName } from "./video_codec.ts";

/** Prefers a codec on a video transceiver, where the browser can. */
export function preferCodec(
  transceiver: RTCRtpTransceiver,
  name: VideoCodecName,
): void {
  if (transceiver.receiver.track.kind !== "video") return;
  // The browser's own order begins with it.
  if (name === "VP8") return;
  try {
    const codecs = RTCRtpReceiver.getCapabilities("video")?.codecs ?? [];
    transceiver.setCodecPreferences?.(preferVideoCodec(codecs, name));
  } catch {
    // An older browser refuses some of its own codecs: its order stays.
  }
}
