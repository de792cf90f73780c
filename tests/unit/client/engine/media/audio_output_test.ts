import { assertEquals } from "@std/assert";
import type { KnownDevice } from "../../../../../client/engine/media/device_list.ts";
import {
  NO_SPEAKER,
  speakerAfter,
} from "../../../../../client/engine/media/audio_output.ts";

const CHOSEN = { ...NO_SPEAKER, canChoose: true, deviceId: "s1" };
const speaker = (id: string): KnownDevice => ({
  kind: "speaker",
  id,
  groupId: "",
  label: id,
});

Deno.test("speakerAfter() keeps the chosen one while it is there", () => {
  assertEquals(speakerAfter(CHOSEN, [speaker("s1"), speaker("default")]), {
    canChoose: true,
    deviceId: "s1",
    choices: [{ id: "s1", label: "s1" }],
  });
});

Deno.test("speakerAfter() gives the place of one that is gone to the system's", () => {
  assertEquals(speakerAfter(CHOSEN, [speaker("s2")]).deviceId, null);
});

Deno.test("speakerAfter() keeps the chosen one while the list hides ids", () => {
  assertEquals(speakerAfter(CHOSEN, [speaker("")]).deviceId, "s1");
});
