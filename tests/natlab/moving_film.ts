/**
 * A film for cameras behind shaped links: a texture that moves under noise, which
 * takes all the bitrate that a sender is given, unlike flat test pictures.
 *
 * @module
 */

/** Size and frame rate of a film. */
export interface FilmFormat {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Frames before the film repeats. */
const FRAMES = 20;
/** Edge of a square of the texture, in pixels. */
const SQUARE = 24;
const NOISE = 12;
const SEED = 7;

/** A film in the YUV4MPEG2 format. */
export function makeFilm(
  { width, height, framesPerSecond }: FilmFormat,
): Blob {
  const random = createRandom(SEED);
  const columns = Math.ceil(width / SQUARE) + FRAMES;
  const squares = Array.from(
    { length: columns * Math.ceil(height / SQUARE) },
    () => 40 + random() * 160,
  );
  const chroma = new Uint8Array(width * height / 2).fill(128);
  const parts: BlobPart[] = [
    `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1\n`,
  ];
  for (let frame = 0; frame < FRAMES; frame++) {
    const shift = frame * SQUARE / 4;
    const luma = new Uint8Array(width * height).map((_, index) => {
      const x = index % width + shift;
      const y = Math.floor(index / width);
      const square = Math.floor(y / SQUARE) * columns + Math.floor(x / SQUARE);
      return (squares[square] ?? 0) + random() * NOISE;
    });
    parts.push("FRAME\n", luma, chroma);
  }
  return new Blob(parts);
}

/** The same numbers in 0..1 in each run: a linear congruential generator. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
