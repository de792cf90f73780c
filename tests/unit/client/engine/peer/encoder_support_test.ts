import { assertEquals } from "@std/assert";
import {
  type EncodingSupport,
  findCheapCodecs,
} from "../../../../../client/engine/peer/encoder_support.ts";
import type { VideoCodecName } from "../../../../../client/engine/peer/video_codec.ts";

const SOFTWARE = { supported: true, smooth: true, powerEfficient: false };
const HARDWARE = { ...SOFTWARE, powerEfficient: true };

function find(
  cores: number,
  support: Partial<Record<VideoCodecName, EncodingSupport>>,
  canChangeCodec = true,
): Promise<readonly VideoCodecName[]> {
  return findCheapCodecs({
    cores,
    canChangeCodec,
    support: (codec) => Promise.resolve(support[codec] ?? null),
  });
}

Deno.test("findCheapCodecs() counts codecs of the hardware, and of software on many cores", async () => {
  const all = { AV1: SOFTWARE, VP9: SOFTWARE, H264: SOFTWARE };
  assertEquals(await find(2, all), ["VP8"]);
  assertEquals(await find(7, all), ["VP8"]);
  assertEquals(await find(8, all), ["VP9", "VP8"]);
  assertEquals(await find(12, all), ["AV1", "VP9", "VP8"]);
  assertEquals(await find(2, { ...all, H264: HARDWARE }), ["H264", "VP8"]);
  assertEquals(await find(2, { AV1: HARDWARE }), ["AV1", "VP8"]);
});

Deno.test("findCheapCodecs() uses software only where overload can be ended and encoding is smooth", async () => {
  assertEquals(await find(16, { VP9: SOFTWARE }, false), ["VP8"]);
  assertEquals(await find(16, { VP9: { ...SOFTWARE, smooth: false } }), [
    "VP8",
  ]);
  assertEquals(await find(16, { VP9: { ...HARDWARE, supported: false } }), [
    "VP8",
  ]);
});

Deno.test("findCheapCodecs() finds VP8 where the browser does not tell", async () => {
  const codecs = await findCheapCodecs({
    cores: 16,
    canChangeCodec: true,
    support: () => Promise.reject(new TypeError("No type webrtc")),
  });
  assertEquals(codecs, ["VP8"]);
});
