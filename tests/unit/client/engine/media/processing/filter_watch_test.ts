import { assertEquals } from "@std/assert";
import {
  FAILED_AFTER_MS,
  FilterWatch,
} from "../../../../../../client/engine/media/processing/filter_watch.ts";

const SOUND = 0.1;

function startWatch() {
  const events: string[] = [];
  const watch = new FilterWatch({
    onActive: (isActive) => events.push(isActive ? "active" : "inactive"),
    onFailure: (reason) => events.push(reason),
  });
  const update = (
    inputPeak: number,
    outputPeak: number,
    audioMs = 0,
    isRunning = true,
  ) => watch.update({ isRunning, inputPeak, outputPeak, audioMs });
  return { events, update };
}

Deno.test("FilterWatch is active once something passes, also while muted", () => {
  const { events, update } = startWatch();
  update(SOUND, 0);
  assertEquals(events, []);
  update(SOUND, 0.0001);
  update(0, 0);
  assertEquals(events, ["active"]);
});

Deno.test("FilterWatch is inactive while the audio context does not run", () => {
  const { events, update } = startWatch();
  update(SOUND, SOUND, 0, false);
  update(SOUND, SOUND);
  update(SOUND, SOUND, 0, false);
  assertEquals(events, ["active", "inactive"]);
});

Deno.test("FilterWatch reports a filter that lets no sound pass", () => {
  const { events, update } = startWatch();
  update(SOUND, 0, 0);
  update(SOUND, 0, FAILED_AFTER_MS - 1);
  assertEquals(events, []);
  update(SOUND, 0, FAILED_AFTER_MS);
  assertEquals(events, ["no sound passes the filter"]);
});

Deno.test("FilterWatch waits for as long as the microphone is silent", () => {
  const { events, update } = startWatch();
  update(SOUND, 0, 0);
  update(0, 0, FAILED_AFTER_MS);
  update(SOUND, 0, FAILED_AFTER_MS + 1);
  assertEquals(events, []);
});
