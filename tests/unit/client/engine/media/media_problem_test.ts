import { assertEquals } from "@std/assert";
import { mediaProblemOf } from "../../../../../client/engine/media/media_problem.ts";

Deno.test.each([
  { error: new DOMException("", "NotAllowedError"), want: "refused" },
  { error: new DOMException("", "SecurityError"), want: "refused" },
  { error: new DOMException("", "NotFoundError"), want: "missing" },
  { error: new DOMException("", "OverconstrainedError"), want: "missing" },
  { error: new DOMException("", "NotReadableError"), want: "busy" },
  { error: new DOMException("", "AbortError"), want: "busy" },
  { error: new TypeError("no mediaDevices"), want: "insecure" },
  { error: "what?", want: "busy" },
])("mediaProblemOf() makes $want of $error", ({ error, want }) => {
  assertEquals(mediaProblemOf(error), want);
});
