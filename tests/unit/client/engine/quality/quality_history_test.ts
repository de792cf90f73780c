import { assertEquals } from "@std/assert";
import {
  History,
  MAX_SAMPLES,
} from "../../../../../client/engine/quality/quality_history.ts";
import { recorded } from "./fixtures.ts";

Deno.test("History keeps so many samples of a member and no more", () => {
  const history = new History();
  const reading = recorded("chromium", "first");
  for (let i = 0; i < MAX_SAMPLES + 5; i++) {
    history.add("a", { ...reading, atMs: i }, false);
  }
  const samples = history.view().get("a")?.samples ?? [];
  assertEquals(samples.length, MAX_SAMPLES);
  assertEquals([samples.at(0)?.atMs, samples.at(-1)?.atMs], [
    5,
    MAX_SAMPLES + 4,
  ]);
});

Deno.test("History judges what it has, and forgets who is gone", () => {
  const history = new History();
  history.add("a", recorded("chromium", "first"), true);
  history.add("a", recorded("chromium", "second"), true);
  assertEquals(history.view().get("a")?.finding?.grade, "good");
  assertEquals(history.last("a")?.framesPerSecond, 21);
  history.keep(new Set(["b"]));
  assertEquals([history.view().size, history.last("a")], [0, null]);
});
