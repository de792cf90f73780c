/**
 * Asks the browser which video codecs this device encodes, and how.
 *
 * @module
 */
import {
  type EncoderFacts,
  type EncodingSupport,
  findCheapCodecs,
} from "../engine/peer/encoder_support.ts";
import type { VideoCodecName } from "../engine/peer/video_codec.ts";

const VIDEO = {
  width: 1280,
  height: 720,
  bitrate: 1_700_000,
  framerate: 30,
} as const;

/** Codecs that this device encodes cheaply. */
export async function findOwnCheapCodecs(): Promise<readonly VideoCodecName[]> {
  const facts: EncoderFacts = {
    cores: navigator.hardwareConcurrency,
    canChangeCodec: canChangeCodec(),
    support: readSupport,
  };
  return await findCheapCodecs(facts);
}

async function readSupport(
  codec: VideoCodecName,
): Promise<EncodingSupport | null> {
  const { mediaCapabilities } = navigator;
  if (typeof mediaCapabilities?.encodingInfo !== "function") return null;
  return await mediaCapabilities.encodingInfo({
    type: "webrtc",
    video: { contentType: `video/${codec}`, ...VIDEO },
  });
}

/** True where a browser keeps the codec of an encoding (W3C webrtc-extensions §5). */
function canChangeCodec(): boolean {
  const codec = { mimeType: "video/VP8", clockRate: 90_000 };
  const pc = new RTCPeerConnection();
  try {
    const encoding: RTCRtpEncodingParameters & { codec: RTCRtpCodec } = {
      codec,
    };
    const { sender } = pc.addTransceiver("video", {
      sendEncodings: [encoding],
    });
    const [kept] = sender.getParameters().encodings;
    return kept !== undefined && "codec" in kept;
  } catch {
    return false;
  } finally {
    pc.close();
  }
}
