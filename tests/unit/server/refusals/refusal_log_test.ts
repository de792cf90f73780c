import { assert, assertEquals, assertMatch } from "@std/assert";
import { HTTP_ERRORS } from "../../../../server/http/error_response.ts";
import { createLog } from "../../../../server/log.ts";
import {
  closeCauseOf,
  HTTP_REFUSAL_LINES,
  REFUSAL_LINES,
} from "../../../../server/refusals/refusal_lines.ts";
import {
  REFUSAL_LINE_INTERVAL_MS,
  RefusalLog,
} from "../../../../server/refusals/refusal_log.ts";
import * as CLOSE from "../../../../signaling/close_codes.ts";

function createWorld(showsAddresses = false) {
  const lines: string[] = [];
  let nowMs = 0;
  const refusals = new RefusalLog({
    log: createLog({
      level: "debug",
      format: "text",
      nowMs: () => 0,
      write: (line) => lines.push(line),
    }),
    nowMs: () => nowMs,
    showsAddresses,
  });
  return { lines, refusals, at: (ms: number) => (nowMs = ms) };
}

Deno.test("RefusalLog.record() logs the first of a cause at once, with its fields", () => {
  const { lines, refusals } = createWorld();
  refusals.record("roomFull", { client: "192.0.2.7" });
  assertEquals(lines.length, 1);
  assertMatch(
    lines[0] ?? "",
    / WARN {2}A client was refused: its room is full/,
  );
  assertMatch(lines[0] ?? "", / cause=roomFull client=192\.0\.2\.x$/);
});

Deno.test("RefusalLog.record() logs one line per cause and interval, and the number between", () => {
  const { lines, refusals, at } = createWorld();
  for (let i = 0; i < 1000; i++) refusals.record("roomFull");
  refusals.record("tooFast");
  assertEquals(lines.length, 2);
  at(REFUSAL_LINE_INTERVAL_MS - 1);
  refusals.record("roomFull");
  assertEquals(lines.length, 2);
  at(REFUSAL_LINE_INTERVAL_MS);
  refusals.record("roomFull");
  refusals.record("roomFull");
  assertEquals(lines.length, 3);
  assertMatch(lines[2] ?? "", / unlogged=1000$/);
});

Deno.test("Each error code of HTTP and each close code has a log line and sentences in both languages", () => {
  for (const [code, { en, ko }] of Object.entries(HTTP_ERRORS)) {
    assert(Object.hasOwn(HTTP_REFUSAL_LINES, code), code);
    assertMatch(en, /^[A-Z]/, code);
    assertMatch(ko, /[가-힣]/, code);
  }
  for (const [name, code] of Object.entries(CLOSE)) {
    assertEquals(closeCauseOf(code), name === "normal" ? null : name);
  }
});

Deno.test("A refusal line is a sentence without a final period", () => {
  for (const [cause, { message }] of Object.entries(REFUSAL_LINES)) {
    assertMatch(message, /^[A-Z].*[^.]$/, cause);
  }
});

for (
  const [address, shortened] of [
    ["203.0.113.77", "203.0.113.x"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:x"],
    ["2001:db8::6", "2001:db8:0:x"],
    ["::ffff:203.0.113.77", "203.0.113.x"],
    ["fe80::1%eth0", "fe80:0:0:x"],
    ["127.0.0.8", "127.0.0.8"],
    ["::1", "::1"],
    ["someone", "hidden"],
  ] as const
) {
  Deno.test(`RefusalLog.record() shows ${address} as ${shortened}, and whole when it may`, () => {
    for (const isShown of [false, true]) {
      const { lines, refusals } = createWorld(isShown);
      refusals.record("roomFull", { client: address, peer: address });
      const shown = isShown ? address : shortened;
      assertEquals(
        lines[0]?.match(/(?<=(?:client|peer)=)\S+/g),
        [shown, shown],
      );
    }
  });
}
