import { assertEquals } from "@std/assert";
import {
  type AudioContent,
  decodeStereo,
  setAudioCoding,
} from "../../../../../client/engine/peer/opus_parameters.ts";

const SDP = [
  "v=0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 63",
  "a=rtpmap:111 opus/48000/2",
  "a=fmtp:111 minptime=10;useinbandfec=1;stereo=1",
  "a=rtpmap:63 red/48000/2",
  "a=fmtp:63 111/111",
  "m=video 9 UDP/TLS/RTP/SAVPF 96",
  "a=rtpmap:96 VP8/90000",
  "m=audio 9 UDP/TLS/RTP/SAVPF 109",
  "a=rtpmap:109 opus/48000/2",
  "a=ptime:20",
  "",
].join("\r\n");

const encode = (
  sdp: string,
  contents: readonly AudioContent[],
  isRedundant = false,
) => setAudioCoding(sdp, { contents, isRedundant });

Deno.test("setAudioCoding() sets FEC and DTX for speech, in place of what the other side wrote", () => {
  assertEquals(
    encode(SDP, ["speech", "music"]).split("\r\n"),
    [
      "v=0",
      "m=audio 9 UDP/TLS/RTP/SAVPF 111 63",
      "a=rtpmap:111 opus/48000/2",
      "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;stereo=0",
      "a=rtpmap:63 red/48000/2",
      "a=fmtp:63 111/111",
      "m=video 9 UDP/TLS/RTP/SAVPF 96",
      "a=rtpmap:96 VP8/90000",
      "m=audio 9 UDP/TLS/RTP/SAVPF 109",
      "a=rtpmap:109 opus/48000/2",
      "a=fmtp:109 useinbandfec=1;usedtx=0;stereo=1;maxaveragebitrate=128000",
      "a=ptime:20",
      "",
    ],
  );
});

Deno.test("setAudioCoding() keeps line ends, and descriptions without Opus", () => {
  const lines = SDP.replaceAll("\r\n", "\n");
  const both = encode(lines, ["music"]);
  assertEquals(both.includes("\r"), false);
  assertEquals(both.match(/^a=fmtp:\d+ .*stereo=1/gm)?.length, 2);
  for (
    const other of ["", "theirs", "m=audio 9 X 0\r\na=rtpmap:0 PCMU/8000\r\n"]
  ) {
    assertEquals(encode(other, ["speech"]), other);
  }
});

Deno.test("setAudioCoding() puts RED first where packets are lost and the browser has it", () => {
  const lines = encode(SDP, ["speech"], true).split("\r\n")
    .filter((line) => line.startsWith("m=audio"));
  assertEquals(lines, [
    "m=audio 9 UDP/TLS/RTP/SAVPF 63 111",
    "m=audio 9 UDP/TLS/RTP/SAVPF 109",
  ]);
});

Deno.test("decodeStereo() declares stereo and nothing else", () => {
  const lines = decodeStereo(SDP).split("\r\n")
    .filter((line) => line.startsWith("a=fmtp"));
  assertEquals(lines, [
    "a=fmtp:111 minptime=10;useinbandfec=1;stereo=1",
    "a=fmtp:63 111/111",
    "a=fmtp:109 stereo=1",
  ]);
});
