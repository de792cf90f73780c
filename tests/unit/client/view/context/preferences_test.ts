import { assertEquals } from "@std/assert";
import { Preferences } from "../../../../../client/view/context/preferences.ts";

Deno.test("Preferences keeps and forgets under the page's own names", () => {
  const kept = new Map<string, string>();
  const preferences = new Preferences(() => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  }));
  preferences.set("name", "Ann");
  assertEquals([...kept], [["maru.name", "Ann"]]);
  assertEquals(preferences.get("name"), "Ann");
  preferences.set("name", null);
  assertEquals(preferences.get("name"), null);
});

Deno.test("Preferences remembers nothing where storage is forbidden", () => {
  const preferences = new Preferences(() => {
    throw new DOMException("no", "SecurityError");
  });
  preferences.set("name", "Ann");
  assertEquals(preferences.get("name"), null);
});
