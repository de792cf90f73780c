import { assertEquals } from "@std/assert";
import {
  ActiveSpeakerDetector,
  type ActiveSpeakers,
  SPEAKING_HOLD_MS,
  SPEAKING_LEVEL,
  SPEAKING_POLL_MS,
} from "../../../../../client/engine/media/active_speakers.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";

function setUp() {
  const clock = new FakeClock();
  const levels = new Map<string, number>();
  const reported: ActiveSpeakers[] = [];
  const featured: (string | null)[] = [];
  const own = { level: 0 };
  const speaking = new ActiveSpeakerDetector({
    clock,
    levels: () => levels,
    localLevel: () => Promise.resolve(own.level),
    onActiveSpeakers: (speakers) => reported.push(speakers),
    onFeaturedSpeaker: (id) => featured.push(id),
  });
  const poll = async () => {
    clock.advance(SPEAKING_POLL_MS);
    await settlePromises();
  };
  return { clock, levels, reported, featured, own, speaking, poll };
}

Deno.test("ActiveSpeakerDetector reports a loud member once", async () => {
  const { levels, reported, speaking, poll } = setUp();
  levels.set("a", SPEAKING_LEVEL).set("b", SPEAKING_LEVEL - 0.001);
  speaking.start();
  await poll();
  await poll();
  assertEquals(reported, [["a"]]);
});

Deno.test("ActiveSpeakerDetector bridges the pauses between words", async () => {
  const { levels, reported, speaking, poll } = setUp();
  levels.set("a", 1);
  speaking.start();
  levels.set("a", 0);
  const polls = Math.ceil(SPEAKING_HOLD_MS / SPEAKING_POLL_MS);
  for (let i = 1; i < polls; i++) await poll();
  assertEquals(reported, [["a"]]);
  await poll();
  assertEquals(reported, [["a"], []]);
});

Deno.test("ActiveSpeakerDetector reports this browser as null", async () => {
  const { own, reported, speaking, poll } = setUp();
  own.level = 0.5;
  speaking.start();
  await settlePromises();
  await poll();
  assertEquals(reported, [[null]]);
});

Deno.test("ActiveSpeakerDetector removes a member that left at once", async () => {
  const { levels, reported, speaking, poll } = setUp();
  levels.set("a", 1);
  speaking.start();
  levels.delete("a");
  await poll();
  assertEquals(reported, [["a"], []]);
});

Deno.test("ActiveSpeakerDetector.stop() stops reading", async () => {
  const { levels, reported, speaking, poll } = setUp();
  levels.set("a", 1);
  speaking.start();
  speaking.stop();
  await poll();
  assertEquals(reported, [["a"], []]);
});

Deno.test("ActiveSpeakerDetector reports the featured speaker, who stays in silence and goes at the end", async () => {
  const { own, levels, featured, speaking, poll } = setUp();
  own.level = 0.5;
  levels.set("a", 1);
  speaking.start();
  await poll();
  levels.set("a", 0);
  for (let i = 0; i < 10; i++) await poll();
  assertEquals(featured, ["a"]);
  speaking.stop();
  assertEquals(featured, ["a", null]);
});
