import { assertEquals } from "@std/assert";
import { setVideoStartBitrate } from "../../../../../client/engine/peer/video_start_bitrate.ts";

const SDP = [
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "a=rtpmap:111 opus/48000/2",
  "a=fmtp:111 minptime=10",
  "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98",
  "a=rtpmap:96 VP8/90000",
  "a=rtpmap:97 rtx/90000",
  "a=fmtp:97 apt=96",
  "a=rtpmap:98 H264/90000",
  "a=fmtp:98 packetization-mode=1;profile-level-id=42e01f",
  "",
].join("\r\n");

Deno.test("setVideoStartBitrate() adds the bitrate to each video codec, and to nothing else", () => {
  assertEquals(setVideoStartBitrate(SDP, 900).split("\r\n"), [
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "a=rtpmap:111 opus/48000/2",
    "a=fmtp:111 minptime=10",
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98",
    "a=rtpmap:96 VP8/90000",
    "a=fmtp:96 x-google-start-bitrate=900",
    "a=rtpmap:97 rtx/90000",
    "a=fmtp:97 apt=96",
    "a=rtpmap:98 H264/90000",
    "a=fmtp:98 packetization-mode=1;profile-level-id=42e01f;x-google-start-bitrate=900",
    "",
  ]);
});

Deno.test("setVideoStartBitrate() leaves a description without a bitrate as it is", () => {
  assertEquals(setVideoStartBitrate(SDP, null), SDP);
});
