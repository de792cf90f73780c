import { assertEquals } from "@std/assert";
import { findMediaProblem } from "../../../../../client/engine/media/media_problem.ts";

const refusal = (message = "") => new DOMException(message, "NotAllowedError");

Deno.test.each([
  { error: refusal(), want: "refused" },
  { error: refusal("Permission denied"), want: "refused" },
  { error: refusal("Permission denied by system"), want: "refused-by-system" },
  { error: refusal(), isGranted: true, want: "refused-by-system" },
  { error: new DOMException("", "SecurityError"), want: "refused" },
  { error: new DOMException("", "NotFoundError"), want: "missing" },
  { error: new DOMException("", "OverconstrainedError"), want: "missing" },
  { error: new DOMException("", "NotReadableError"), want: "busy" },
  { error: new DOMException("", "AbortError"), want: "busy" },
  { error: new TypeError("no mediaDevices"), want: "unsupported" },
  {
    error: new TypeError("no mediaDevices"),
    isSecure: false,
    want: "insecure",
  },
  { error: "what?", want: "busy" },
])(
  "findMediaProblem() makes $want of $error",
  async ({ error, isSecure = true, isGranted = false, want }) => {
    const access = { isSecure, isGranted: () => Promise.resolve(isGranted) };
    assertEquals(await findMediaProblem(error, "camera", access), want);
  },
);

Deno.test("findMediaProblem() asks for the permission of the device", async () => {
  const access = {
    isSecure: true,
    isGranted: (kind: string) => Promise.resolve(kind === "camera"),
  };
  assertEquals(
    await findMediaProblem(refusal(), "camera", access),
    "refused-by-system",
  );
  assertEquals(
    await findMediaProblem(refusal(), "microphone", access),
    "refused",
  );
});
