import { assertEquals } from "@std/assert";
import {
  chooseVideoCodec,
  preferVideoCodec,
  readVideoCodecs,
} from "../../../../../client/engine/peer/video_codec.ts";

Deno.test("chooseVideoCodec() takes the best codec that both encode cheaply, otherwise VP8", () => {
  assertEquals(
    chooseVideoCodec(["AV1", "VP9", "VP8"], ["VP9", "VP8"]),
    "VP9",
  );
  assertEquals(chooseVideoCodec(["H264", "VP8"], ["H264", "VP8"]), "H264");
  assertEquals(chooseVideoCodec(["AV1"], ["H264"]), "VP8");
  assertEquals(chooseVideoCodec(["AV1"], []), "VP8");
});

Deno.test("readVideoCodecs() accepts known names of an untrusted list", () => {
  assertEquals(readVideoCodecs(["VP8", "x", 1, "AV1"]), ["AV1", "VP8"]);
  assertEquals(readVideoCodecs("AV1"), []);
  assertEquals(readVideoCodecs(undefined), []);
});

Deno.test("preferVideoCodec() moves a codec to the front and keeps all others", () => {
  const list = ["video/VP8", "video/rtx", "video/H264", "video/vp9"]
    .map((mimeType) => ({ mimeType }));
  assertEquals(
    preferVideoCodec(list, "VP9").map(({ mimeType }) => mimeType),
    ["video/vp9", "video/VP8", "video/rtx", "video/H264"],
  );
  assertEquals(preferVideoCodec(list, "AV1"), list);
});
