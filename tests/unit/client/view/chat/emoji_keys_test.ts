import { assertEquals } from "@std/assert";
import { pickerKeysOf } from "../../../../../client/view/chat/emoji_keys.ts";

Deno.test("pickerKeysOf() names the keys of the system's picker where there is one", () => {
  assertEquals(
    pickerKeysOf("Mozilla/5.0 (Windows NT 10.0; Win64; x64)"),
    "Windows + .",
  );
  assertEquals(
    pickerKeysOf("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"),
    "Control + Command + Space",
  );
  assertEquals(
    pickerKeysOf("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)"),
    "Launcher + Shift + Space",
  );
  assertEquals(pickerKeysOf("Mozilla/5.0 (X11; Linux x86_64)"), null);
});
