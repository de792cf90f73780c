import { assertEquals } from "@std/assert";
import { SocketAttempts } from "../../../../server/front/socket_attempts.ts";

Deno.test("SocketAttempts.explainFailure() is the code of the refusal of that attempt", () => {
  const attempts = new SocketAttempts();
  attempts.record("attempt-1", "proxy-port");
  attempts.record("attempt-2", "accepted");
  assertEquals(attempts.explainFailure("attempt-1"), "proxy-port");
  assertEquals(attempts.explainFailure("attempt-2"), "answer-lost");
  assertEquals(attempts.explainFailure("attempt-3"), "socket-blocked");
});

Deno.test("SocketAttempts forgets the oldest attempts and ignores other ids", () => {
  const attempts = new SocketAttempts();
  attempts.record("attempt-0", "proxy-port");
  for (let i = 1; i <= 2_000; i++) {
    attempts.record(`attempt-${i}`, "proxy-host");
  }
  assertEquals(attempts.explainFailure("attempt-0"), "socket-blocked");
  assertEquals(attempts.explainFailure("attempt-1"), "proxy-host");
  for (const id of ["", "short", "x".repeat(65), "with space"]) {
    attempts.record(id, "proxy-port");
    assertEquals(attempts.explainFailure(id), "socket-blocked", id);
  }
});
