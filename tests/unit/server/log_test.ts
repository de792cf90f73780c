import { assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { createLog, type LogLevel } from "../../../server/log.ts";
import { Secret } from "../../../server/secret.ts";

function logged(format: "text" | "json", level: LogLevel = "debug") {
  const lines: string[] = [];
  const log = createLog({
    level,
    format,
    nowMs: () => 0,
    write: (line) => lines.push(line),
  });
  return { log, lines };
}

Deno.test("createLog() writes text with fields", () => {
  const { log, lines } = logged("text");
  log.info("Joined", { room: "a b", members: 2 });
  assertEquals(lines, [
    '1970-01-01T00:00:00.000Z INFO  Joined room="a b" members=2',
  ]);
});

Deno.test("createLog() writes one JSON object a line", () => {
  const { log, lines } = logged("json");
  log.warn("Slow", { waitMs: 5, level: "mine", ok: true });
  assertEquals(JSON.parse(lines[0] ?? ""), {
    time: "1970-01-01T00:00:00.000Z",
    level: "warn",
    message: "Slow",
    waitMs: 5,
    level_: "mine",
    ok: true,
  });
});

Deno.test.each([
  { level: "debug", want: 4 },
  { level: "info", want: 3 },
  { level: "warn", want: 2 },
  { level: "error", want: 1 },
])("A log of level $level drops lower levels", ({ level, want }) => {
  const { log, lines } = logged("text", level as LogLevel);
  log.debug("a");
  log.info("b");
  log.warn("c");
  log.error("d");
  assertEquals(lines.length, want);
});

Deno.test.each(["text", "json"] as const)(
  "A %s log cannot be given a forged line",
  (format) => {
    const { log, lines } = logged(format);
    log.info("a\n1970 ERROR forged", { name: "x\r\ny\x1b[2J\u2028\u202e" });
    assertEquals(lines.length, 1);
    assertFalse(/\p{Cc}/u.test(lines[0] ?? ""));
    if (format === "text") assertFalse(/[\u2028\u202e]/.test(lines[0] ?? ""));
  },
);

Deno.test.each(["text", "json"] as const)(
  "A %s log shows no secret, no query and no user of a URL",
  (format) => {
    const { log, lines } = logged(format);
    log.info(
      "Got /socket?resume=hidden from https://u:hidden@h/x?y=hidden#hidden",
      {
        secret: new Secret("hidden"),
        nested: { secret: new Secret("hidden") },
        url: new URL("wss://h/socket?resume=hidden"),
        error: new Error("at https://h/ice?token=hidden"),
      },
    );
    const text = lines.join();
    assertFalse(text.includes("hidden"), text);
    assertStringIncludes(text, "[secret]");
    assertStringIncludes(text, "/socket?[query]");
  },
);

Deno.test("A text log shows an error with its stack, indented, and its cause", () => {
  const { log, lines } = logged("text");
  const cause = new Error("disk\nfull");
  log.error("Cannot write", { error: new Error("outer", { cause }) });
  const [head, ...rest] = (lines[0] ?? "").split("\n");
  assertEquals(head, "1970-01-01T00:00:00.000Z ERROR Cannot write");
  assertEquals(rest.every((row) => row.startsWith("    ")), true);
  assertStringIncludes(rest.join("\n"), "caused by Error: disk");
});

Deno.test("A log truncates a long value and accepts a circular one", () => {
  const { log, lines } = logged("text");
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  log.info("x", { long: "y".repeat(10_000), loop });
  assertEquals((lines[0] ?? "").length < 5000, true);
});
