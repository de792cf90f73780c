import { assertEquals } from "@std/assert";
import { readSocketFailure } from "../../../../../client/engine/signaling/socket_failure.ts";

Deno.test.each([
  [403, "origin-not-allowed", true],
  [403, "proxy-host", true],
  [426, "proxy-upgrade", true],
  [426, "socket-blocked", false],
  [429, "too-many-requests", false],
  [503, "not-ready", false],
])("readSocketFailure() of $0 $1: final is $2", (status, code, isFinal) => {
  assertEquals(readSocketFailure(status, { error: { code, message: "Why" } }), {
    code,
    message: "Why.",
    isFinal,
  });
});

Deno.test.each([
  [null],
  ["<html>502 Bad Gateway</html>"],
  [{}],
  [{ error: "x" }],
  [{ error: { code: 1, message: "x" } }],
  [{ error: { code: "x", message: "" } }],
  [{ error: { code: "x" } }],
])("readSocketFailure() of $0 is null", (body) => {
  assertEquals(readSocketFailure(403, body), null);
});
