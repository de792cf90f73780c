import { assert, assertEquals } from "@std/assert";
import { en } from "../../../../client/strings/en.ts";
import { ko } from "../../../../client/strings/ko.ts";
import {
  formatText,
  loadStrings,
  pickLanguage,
} from "../../../../client/strings/language.ts";

Deno.test.each([
  { preferred: ["ko-KR", "en"], want: "ko" },
  { preferred: ["fr-FR", "KO"], want: "ko" },
  { preferred: ["en-GB", "ko"], want: "en" },
  { preferred: ["fr", "toString"], want: "en" },
  { preferred: [], want: "en" },
])("pickLanguage() takes $want of $preferred", ({ preferred, want }) => {
  assertEquals(pickLanguage(preferred), want);
});

Deno.test("textOf() fills in places, and only once", () => {
  assertEquals(formatText(en, "joined", { name: "{name}" }), "{name} joined");
  assertEquals(formatText(ko, "unread", { n: 3 }), "읽지 않은 메시지 3개");
});

Deno.test("loadStrings() gives the texts of the language", async () => {
  assertEquals(await loadStrings("en"), en);
  assertEquals(await loadStrings("ko"), ko);
});

Deno.test("Every sentence has the same places in every language", () => {
  const placesOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  const korean: Readonly<Record<string, string>> = ko;
  for (const [key, text] of Object.entries(en)) {
    const other = korean[key] ?? "";
    assert(other !== "", `${key} is empty`);
    assertEquals(placesOf(other), placesOf(text), key);
  }
});
