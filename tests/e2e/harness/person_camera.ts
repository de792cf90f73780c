/**
 * Camera and microphone for tests of the processing: a drawn person before
 * stripes, and white noise.
 *
 * @module
 */
import { tmpdir, userInfo } from "node:os";

const WIDTH = 320;
const HEIGHT = 180;
const FRAMES_PER_SECOND = 15;
const FRAMES = 15;
/** Width of a stripe in pixels. */
const STRIPE = 10;
const SAMPLE_RATE = 48_000;
const NOISE_SECONDS = 4;
/** Amplitude of the noise, of 32,767. */
const NOISE_PEAK = 2_500;

type Rgb = readonly [red: number, green: number, blue: number];

/** An ellipse: center and radii in tenths of the height, from the middle. */
type Shape = readonly [
  x: number,
  y: number,
  radiusX: number,
  radiusY: number,
  color: Rgb,
];

/** The person from back to front: shoulders, neck, hair, face, eyes, nose, mouth. */
const PERSON: readonly Shape[] = [
  [0, 10.2, 4.2, 3.6, [36, 52, 77]],
  [0, 6, 0.9, 1.4, [200, 144, 112]],
  [0, 3.3, 1.95, 2.4, [58, 38, 24]],
  [0, 3.9, 1.6, 2.1, [224, 172, 140]],
  [-0.6, 3.15, 0.38, 0.08, [34, 34, 34]],
  [0.6, 3.15, 0.38, 0.08, [34, 34, 34]],
  [-0.6, 3.6, 0.28, 0.17, [255, 255, 255]],
  [0.6, 3.6, 0.28, 0.17, [255, 255, 255]],
  [-0.6, 3.6, 0.13, 0.15, [34, 34, 34]],
  [0.6, 3.6, 0.13, 0.15, [34, 34, 34]],
  [0, 4.2, 0.12, 0.4, [185, 122, 92]],
  [0, 5, 0.55, 0.16, [160, 64, 74]],
];
const STRIPES: readonly [Rgb, Rgb] = [[255, 214, 102], [51, 85, 170]];

/** Writes the film once per machine; resolves to its path. */
export async function personCameraFile(): Promise<string> {
  return await writeOnce("person.y4m", makeFilm());
}

/** Writes the noise once per machine; resolves to its path. */
export async function whiteNoiseFile(): Promise<string> {
  return await writeOnce("noise.wav", makeNoise());
}

async function writeOnce(name: string, content: Blob): Promise<string> {
  const path = `${tmpdir()}/maru-e2e-${userInfo().uid}-${name}`;
  const { size } = await Deno.stat(path).catch(() => ({ size: 0 }));
  if (size !== content.size) {
    const draft = await Deno.makeTempFile();
    await Deno.writeFile(draft, new Uint8Array(await content.arrayBuffer()));
    await Deno.rename(draft, path);
  }
  return path;
}

function colorAt(x: number, y: number): Rgb {
  const unit = HEIGHT / 10;
  const inside = PERSON.findLast(([cx, cy, rx, ry]) =>
    ((x - WIDTH / 2) / unit - cx) ** 2 / rx ** 2 +
        (y / unit - cy) ** 2 / ry ** 2 < 1
  );
  return inside?.[4] ?? STRIPES[Math.floor(x / STRIPE) % 2 === 0 ? 0 : 1];
}

/** The film in the YUV4MPEG2 format, BT.601. */
function makeFilm(): Blob {
  const luma = new Uint8Array(WIDTH * HEIGHT);
  const blue = new Uint8Array(WIDTH * HEIGHT / 4);
  const red = new Uint8Array(WIDTH * HEIGHT / 4);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [r, g, b] = colorAt(x, y);
      luma[y * WIDTH + x] = 16 + 0.257 * r + 0.504 * g + 0.098 * b;
      const i = (y >> 1) * (WIDTH / 2) + (x >> 1);
      blue[i] = 128 - 0.148 * r - 0.291 * g + 0.439 * b;
      red[i] = 128 + 0.439 * r - 0.368 * g - 0.071 * b;
    }
  }
  const head =
    `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_PER_SECOND}:1 Ip A1:1\n`;
  const frame = ["FRAME\n", luma, blue, red];
  return new Blob([
    head,
    ...Array.from({ length: FRAMES }, () => frame).flat(),
  ]);
}

/** Noise as 16 bit mono PCM in a WAV file. */
function makeNoise(): Blob {
  const samples = new Int16Array(SAMPLE_RATE * NOISE_SECONDS);
  // A linear congruential generator: the same noise in each run.
  let seed = 1;
  for (let i = 0; i < samples.length; i++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    samples[i] = (seed / 1_073_741_824 - 1) * NOISE_PEAK;
  }
  const head = new DataView(new ArrayBuffer(44));
  const text = (at: number, chars: string) =>
    [...chars].forEach((c, i) => head.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF");
  head.setUint32(4, 36 + samples.byteLength, true);
  text(8, "WAVEfmt ");
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, SAMPLE_RATE, true);
  head.setUint32(28, SAMPLE_RATE * 2, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  text(36, "data");
  head.setUint32(40, samples.byteLength, true);
  return new Blob([head, samples]);
}
