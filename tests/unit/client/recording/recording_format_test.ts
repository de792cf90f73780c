import { assertEquals } from "@std/assert";
import {
  chooseFormat,
  recordingFileName,
} from "../../../../client/recording/recording_format.ts";

Deno.test("chooseFormat() takes WebM where it can, MP4 in Safari, and nothing elsewhere", () => {
  const choose = (...types: string[]) =>
    chooseFormat((type) => types.includes(type));
  assertEquals(
    choose("video/mp4", "video/webm", "video/webm;codecs=vp8,opus")?.mimeType,
    "video/webm;codecs=vp8,opus",
  );
  assertEquals(choose("video/mp4")?.extension, "mp4");
  assertEquals(choose("audio/webm"), null);
});

Deno.test("recordingFileName() has the room and the local time", () => {
  const start = new Date(2026, 0, 5, 9, 3);
  assertEquals(
    recordingFileName("tea-time", start, "webm"),
    "tea-time-2026-01-05-0903.webm",
  );
});
