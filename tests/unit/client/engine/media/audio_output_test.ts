import { assertEquals } from "@std/assert";
import type { MediaDevice } from "../../../../../client/engine/media/device_list.ts";
import {
  NO_SPEAKER,
  updateSpeaker,
} from "../../../../../client/engine/media/audio_output.ts";

const CHOSEN = { ...NO_SPEAKER, canChoose: true, deviceId: "s1" };
const speaker = (id: string): MediaDevice => ({
  kind: "speaker",
  id,
  groupId: "",
  label: id,
});

Deno.test("updateSpeaker() keeps the chosen speaker while it is listed", () => {
  assertEquals(updateSpeaker(CHOSEN, [speaker("s1"), speaker("default")]), {
    canChoose: true,
    deviceId: "s1",
    choices: [{ id: "s1", label: "s1" }],
  });
});

Deno.test("updateSpeaker() replaces a removed speaker by the system default", () => {
  assertEquals(updateSpeaker(CHOSEN, [speaker("s2")]).deviceId, null);
});

Deno.test("updateSpeaker() keeps the chosen speaker while the list hides ids", () => {
  assertEquals(updateSpeaker(CHOSEN, [speaker("")]).deviceId, "s1");
});
