import { assertEquals } from "@std/assert";
import { Preferences } from "../../../../../client/view/context/preferences.ts";

Deno.test("Preferences stores and removes values under the prefix maru.", () => {
  const stored = new Map<string, string>();
  const preferences = new Preferences(() => ({
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => stored.set(key, value),
    removeItem: (key) => stored.delete(key),
  }));
  preferences.set("name", "Ann");
  assertEquals([...stored], [["maru.name", "Ann"]]);
  assertEquals(preferences.get("name"), "Ann");
  preferences.set("name", null);
  assertEquals(preferences.get("name"), null);
});

Deno.test("Preferences ignores blocked storage", () => {
  const preferences = new Preferences(() => {
    throw new DOMException("no", "SecurityError");
  });
  preferences.set("name", "Ann");
  assertEquals(preferences.get("name"), null);
});
