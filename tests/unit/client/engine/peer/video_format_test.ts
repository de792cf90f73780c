import { assertEquals } from "@std/assert";
import { acceptsVideo } from "../../../../../client/engine/peer/video_format.ts";

const answer = (...ports: number[]) =>
  [
    "v=0",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    ...ports.map((port) => `m=video ${port} UDP/TLS/RTP/SAVPF 96`),
  ].map((line) => `${line}\r\n`).join("");

Deno.test("acceptsVideo() is false when the line of the camera is rejected", () => {
  assertEquals(acceptsVideo(answer(9, 9)), true);
  assertEquals(acceptsVideo(answer(0, 0)), false);
  assertEquals(acceptsVideo(answer(9, 0)), true);
  assertEquals(acceptsVideo(answer(50_000)), true);
});

Deno.test("acceptsVideo() is true without a video line, which was not offered", () => {
  assertEquals(acceptsVideo(answer()), true);
  assertEquals(acceptsVideo(""), true);
});
