import { assertEquals } from "@std/assert";
import { withDuration } from "../../../../client/recording/webm_duration.ts";

const EBML = [0x1a, 0x45, 0xdf, 0xa3, 0x83, 0x42, 0x86, 0x80];
const SEGMENT = [0x18, 0x53, 0x80, 0x67, 0x01, ...Array(7).fill(0xff)];
const SCALE = [0x2a, 0xd7, 0xb1, 0x83, 0x0f, 0x42, 0x40];
const APP = [0x57, 0x41, 0x81, 0x4d];
const TRACKS = [0x16, 0x54, 0xae, 0x6b, 0x82, 0xaa, 0xbb];
const VOID = [0xec, 0x82, 0, 0];

const info = (size: readonly number[], ...children: number[]) => [
  0x15,
  0x49,
  0xa9,
  0x66,
  ...size,
  ...children,
];
const bytes = (...parts: number[][]) => Uint8Array.from(parts.flat());
const float64 = (value: number) => [
  ...new Uint8Array(new Float64Array([value]).buffer).toReversed(),
];

Deno.test("withDuration() adds the duration at the end of Info", () => {
  const children = [...SCALE, ...APP];
  const head = bytes(
    EBML,
    SEGMENT,
    VOID,
    info([0x80 | children.length], ...children),
    TRACKS,
  );
  const duration = [0x44, 0x89, 0x88, ...float64(5_000)];
  assertEquals(
    withDuration(head, 5_000),
    bytes(
      EBML,
      SEGMENT,
      VOID,
      info(
        [0x01, 0, 0, 0, 0, 0, 0, children.length + duration.length],
        ...children,
        ...duration,
      ),
      TRACKS,
    ),
  );
});

Deno.test("withDuration() overwrites a duration, in units of the file", () => {
  const scale = [0x2a, 0xd7, 0xb1, 0x83, 0x07, 0xa1, 0x20];
  const build = (ms: number) => {
    const duration = [0x44, 0x89, 0x88, ...float64(ms)];
    return bytes(
      EBML,
      SEGMENT,
      info([0x80 | 18], ...scale, ...duration),
      TRACKS,
    );
  };
  // Half a millisecond a unit.
  assertEquals(withDuration(build(0), 5_000), build(10_000));
});

Deno.test("withDuration() leaves alone what is not the whole start of a WebM file", () => {
  const children = [...SCALE, ...APP];
  const complete = bytes(
    EBML,
    SEGMENT,
    info([0x80 | children.length], ...children),
    TRACKS,
  );
  for (let length = 0; length < complete.length - TRACKS.length; length++) {
    const head = complete.slice(0, length);
    assertEquals(withDuration(head, 1), head);
  }
  const mp4 = Uint8Array.from([0, 0, 0, 0x20, 0x66, 0x74, 0x79, 0x70]);
  assertEquals(withDuration(mp4, 1), mp4);
  const endless = bytes(EBML, SEGMENT, Array(40).fill(0));
  assertEquals(withDuration(endless, 1), endless);
});
