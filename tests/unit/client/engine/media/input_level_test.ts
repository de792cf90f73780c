import { assert, assertEquals } from "@std/assert";
import {
  type InputLevel,
  InputLevelReader,
  LEVEL_POLL_MS,
  NO_LEVEL,
  SILENT_AFTER_MS,
} from "../../../../../client/engine/media/input_level.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";
import { makeFakeTrack } from "../../fakes/fake_media.ts";

function setUp() {
  const clock = new FakeClock();
  const it = {
    level: 0.1 as number | null,
    track: makeFakeTrack("audio") as MediaStreamTrack | null,
    open: 0,
    made: 0,
  };
  const reader = new InputLevelReader({
    clock,
    track: () => it.track,
    makeMeter: () => {
      it.open++;
      it.made++;
      return { level: () => it.level, stop: () => it.open-- };
    },
  });
  let seen: InputLevel = NO_LEVEL;
  const stop = reader.subscribe((level) => seen = level);
  return { clock, it, stop, seen: () => seen, reader };
}

Deno.test("InputLevelReader reads only while there are subscribers", () => {
  const { clock, it, stop, seen } = setUp();
  assert(seen().level > 0.6);
  it.level = 1;
  clock.advance(LEVEL_POLL_MS);
  assertEquals(seen().level, 1);
  stop();
  assertEquals(it.open, 0);
  it.level = 0;
  clock.advance(10 * LEVEL_POLL_MS);
  assertEquals(seen().level, 1);
});

Deno.test("InputLevelReader rises at once and falls slowly", () => {
  const { clock, it, seen } = setUp();
  it.level = 1;
  clock.advance(LEVEL_POLL_MS);
  it.level = 0;
  clock.advance(LEVEL_POLL_MS);
  assert(seen().level > 0.5 && seen().level < 1);
});

Deno.test("InputLevelReader switches to another track, and stops while muted", () => {
  const { clock, it, seen } = setUp();
  it.track = null;
  clock.advance(LEVEL_POLL_MS);
  assertEquals([seen(), it.open], [NO_LEVEL, 0]);
  it.track = makeFakeTrack("audio");
  clock.advance(LEVEL_POLL_MS);
  assertEquals([it.open, it.made], [1, 2]);
  assert(seen().level > 0);
});

Deno.test("InputLevelReader reports a silent microphone after a time", () => {
  const { clock, it, seen } = setUp();
  it.level = 0;
  clock.advance(LEVEL_POLL_MS);
  clock.advance(SILENT_AFTER_MS - LEVEL_POLL_MS);
  assertEquals(seen().isSilent, false);
  clock.advance(LEVEL_POLL_MS);
  assertEquals(seen().isSilent, true);
  it.level = 0.01;
  clock.advance(LEVEL_POLL_MS);
  assertEquals(seen().isSilent, false);
});

Deno.test("InputLevelReader reports no silence while it cannot measure", () => {
  const { clock, it, seen } = setUp();
  it.level = null;
  clock.advance(2 * SILENT_AFTER_MS);
  assertEquals(seen(), NO_LEVEL);
  it.track = null;
  clock.advance(2 * SILENT_AFTER_MS);
  assertEquals(seen(), NO_LEVEL);
});

Deno.test("InputLevelReader reads once for several subscribers", () => {
  const { it, reader, stop } = setUp();
  const stopOther = reader.subscribe(() => {});
  assertEquals(it.made, 1);
  stop();
  assertEquals(it.open, 1);
  stopOther();
  assertEquals(it.open, 0);
});
