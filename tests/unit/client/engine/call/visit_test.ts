import { assertEquals } from "@std/assert";
import {
  firstGenerationOf,
  readVisit,
  resumePointOf,
  type Visit,
} from "../../../../../client/engine/call/visit.ts";

const VISIT: Visit = {
  room: "tea",
  id: "p1",
  resume: "T",
  generation: 3,
  name: "Ann",
  muted: true,
  cameraOff: false,
  volumes: { p2: 0.5 },
};

Deno.test("readVisit() reads what was stored", () => {
  assertEquals(readVisit(JSON.parse(JSON.stringify(VISIT))), VISIT);
});

Deno.test.each([
  { value: null },
  { value: "tea" },
  { value: { ...VISIT, resume: "" } },
  { value: { ...VISIT, id: 7 } },
  { value: { ...VISIT, room: undefined } },
  { value: { ...VISIT, name: null } },
  { value: { ...VISIT, generation: 0.5 } },
])("readVisit() ignores $value", ({ value }) => {
  assertEquals(readVisit(value), null);
});

Deno.test("a page that continues a visit resumes its seat, and its connections are newer than those before", () => {
  assertEquals(resumePointOf(VISIT), { token: "T", received: null });
  assertEquals(firstGenerationOf(VISIT) > VISIT.generation + 100, true);
  assertEquals([resumePointOf(null), firstGenerationOf(null)], [null, 0]);
});
