/**
 * The camera of most tests: a film of small frames, which cost a browser little
 * to encode, decode and paint.
 *
 * @module
 */
import { tmpdir, userInfo } from "node:os";

const WIDTH = 320;
const HEIGHT = 180;
const FRAMES_PER_SECOND = 15;
const FRAMES = 15;
const GRAY = 128;

/** Writes the film once per machine; resolves to its path. */
export async function smallCameraFile(): Promise<string> {
  const path = `${tmpdir()}/maru-e2e-camera-${userInfo().uid}.y4m`;
  const film = await makeFilm().arrayBuffer();
  const { size } = await Deno.stat(path).catch(() => ({ size: 0 }));
  if (size !== film.byteLength) {
    const draft = await Deno.makeTempFile({ suffix: ".y4m" });
    await Deno.writeFile(draft, new Uint8Array(film));
    await Deno.rename(draft, path);
  }
  return path;
}

/** A bright bar that moves over a gray picture, in the YUV4MPEG2 format. */
function makeFilm(): Blob {
  const head =
    `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_PER_SECOND}:1 Ip A1:1\n`;
  const chroma = new Uint8Array(WIDTH * HEIGHT / 2).fill(GRAY);
  const parts: BlobPart[] = [head];
  for (let frame = 0; frame < FRAMES; frame++) {
    const luma = new Uint8Array(WIDTH * HEIGHT).fill(GRAY);
    const x = frame * WIDTH / FRAMES;
    for (let y = 0; y < HEIGHT; y++) {
      luma.fill(220, y * WIDTH + x, y * WIDTH + x + WIDTH / FRAMES);
    }
    parts.push("FRAME\n", luma, chroma);
  }
  return new Blob(parts);
}
