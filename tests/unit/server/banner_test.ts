import {
  assert,
  assertEquals,
  assertFalse,
  assertStringIncludes,
} from "@std/assert";
import { formatBanner, shouldUseColors } from "../../../server/banner.ts";

const FINGERPRINT = Array.from({ length: 32 }, () => "AB").join(":");
const BANNER = {
  version: "0.7.0",
  urls: {
    local: "https://localhost:8443",
    others: ["https://192.168.1.20:8443", "https://[2001:db8::5]:8443"],
  },
  fingerprint: FINGERPRINT,
  buildHash: "c0de".repeat(16),
  notes: ["STUN and TURN answer on port 3478"],
  warnings: ["TURN_SECRT is not a setting"],
  hasColors: false,
};

Deno.test("formatBanner() shows version, addresses, authority, notes and warnings", () => {
  const text = formatBanner(BANNER);
  assertStringIncludes(text, "Maru 0.7.0");
  for (const url of [BANNER.urls.local, ...BANNER.urls.others]) {
    assertStringIncludes(text, url);
  }
  assertStringIncludes(text, "https://192.168.1.20:8443/ca");
  assertStringIncludes(text.replace(/\n\s+/g, ""), FINGERPRINT);
  assertStringIncludes(text, "STUN and TURN answer on port 3478");
  assertStringIncludes(text, "Warning: TURN_SECRT is not a setting");
});

Deno.test("formatBanner() draws a square code of half blocks within 80 columns", () => {
  const rows = formatBanner(BANNER).split("\n").filter((row) =>
    /[█▀▄]/.test(row)
  );
  const widths = new Set(rows.map((row) => row.length));
  assertEquals(widths.size, 1);
  const width = [...widths][0] ?? 0;
  assertEquals(rows.length, Math.ceil((width - 2) / 2));
  assert(width < 80);
});

Deno.test("formatBanner() omits code and authority when there is none", () => {
  const text = formatBanner({
    ...BANNER,
    urls: { local: "http://localhost:80", others: [] },
    fingerprint: undefined,
    buildHash: "",
    notes: [],
    warnings: [],
  });
  assertFalse(/[█▀▄]|SHA-256|Warning/.test(text));
});

Deno.test("formatBanner() uses colors only when they are enabled", () => {
  assertFalse(formatBanner(BANNER).includes("\x1b"));
  assertStringIncludes(
    formatBanner({ ...BANNER, hasColors: true }),
    "\x1b[36m",
  );
});

Deno.test.each([
  { isTerminal: true, noColor: undefined, want: true },
  { isTerminal: true, noColor: "", want: true },
  { isTerminal: true, noColor: "1", want: false },
  { isTerminal: false, noColor: undefined, want: false },
])(
  "shouldUseColors() with NO_COLOR=$noColor on a terminal $isTerminal is $want",
  (c) => {
    assertEquals(shouldUseColors(c.isTerminal, c.noColor), c.want);
  },
);
