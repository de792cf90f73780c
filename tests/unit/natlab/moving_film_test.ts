import { assert, assertEquals } from "@std/assert";
import { makeFilm } from "../../natlab/moving_film.ts";

Deno.test("makeFilm() makes frames of the format that differ, alike in each run", async () => {
  const format = { width: 64, height: 32, framesPerSecond: 10 };
  const bytes = new Uint8Array(await makeFilm(format).arrayBuffer());
  const head = "YUV4MPEG2 W64 H32 F10:1 Ip A1:1\n";
  assertEquals(new TextDecoder().decode(bytes.slice(0, head.length)), head);
  const frameSize = "FRAME\n".length + 64 * 32 * 3 / 2;
  assertEquals((bytes.length - head.length) % frameSize, 0);
  const frame = (index: number) =>
    bytes.slice(head.length + index * frameSize).slice(0, frameSize);
  assert(frame(0).some((value, index) => value !== frame(1)[index]));
  const again = await makeFilm(format).arrayBuffer();
  assertEquals(new Uint8Array(again), bytes);
});
