import { assertEquals, assertMatch } from "@std/assert";
import {
  formatSettingsTable,
  SETTINGS,
} from "../../../../server/config/settings.ts";

const README = new URL("../../../../README.md", import.meta.url);
const mayRead =
  (await Deno.permissions.query({ name: "read", path: README })).state ===
    "granted";

Deno.test({
  name: "README has a row for each setting, as the code has it",
  ignore: !mayRead,
  fn: async () => {
    const readme = await Deno.readTextFile(README);
    const rows = readme.split("\n").filter((line) =>
      /^\| `[A-Z_]+` \|/.test(line)
    );
    assertEquals(
      rows.join("\n"),
      formatSettingsTable().split("\n").slice(2).join("\n"),
    );
  },
});

Deno.test("formatSettingsTable() has one row of three cells for each setting", () => {
  const rows = formatSettingsTable().split("\n").slice(2);
  assertEquals(rows.length, Object.keys(SETTINGS).length);
  for (const row of rows) {
    assertMatch(row, /^\| `[A-Z_]+` \|[^|]+\|[^|]+[^.]\|$/);
  }
});

Deno.test("each default reads as a value of its setting", () => {
  for (const { defaultText, parser } of Object.values(SETTINGS)) {
    if (defaultText !== null) {
      assertEquals("value" in parser.parse(defaultText), true);
    }
  }
});
