import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { checkEn } from "../../../../client/strings/check_en.ts";
import { loadCheckStrings } from "../../../../client/strings/check_strings.ts";
import { checkKo } from "../../../../client/strings/check_ko.ts";
import { en } from "../../../../client/strings/en.ts";
import { ko } from "../../../../client/strings/ko.ts";
import { PANEL_STRINGS } from "../../../../client/strings/panel_strings.ts";
import { NOTICE_STRINGS } from "../../../../client/strings/notice_strings.ts";
import { TILE_STRINGS } from "../../../../client/strings/tile_strings.ts";
import type { PluralForms } from "../../../../client/strings/plural_forms.ts";
import {
  formatText,
  type Language,
  LANGUAGE_TAGS,
  loadStrings,
  pickLanguage,
} from "../../../../client/strings/language.ts";

const ENGLISH = { language: "en", strings: en } as const;
const KOREAN = { language: "ko", strings: ko } as const;

Deno.test.each([
  { preferred: ["ko-KR", "en"], want: "ko" },
  { preferred: ["fr-FR", "KO"], want: "ko" },
  { preferred: ["en-GB", "ko"], want: "en" },
  { preferred: ["fr", "toString"], want: "en" },
  { preferred: [], want: "en" },
])("pickLanguage() takes $want of $preferred", ({ preferred, want }) => {
  assertEquals(pickLanguage(preferred), want);
});

Deno.test("formatText() fills in places, and only once", () => {
  const text = formatText(ENGLISH, "joined", { name: "{name}" });
  assertEquals(text, "{name} joined");
  assertEquals(formatText(KOREAN, "unread", { n: 3 }), "읽지 않은 메시지 3개");
});

Deno.test("loadStrings() gives the texts of the language", async () => {
  assertEquals(await loadStrings("en"), en);
  assertEquals(await loadStrings("ko"), ko);
  assertEquals(await loadCheckStrings("en"), { ...en, ...checkEn });
  assertEquals(await loadCheckStrings("ko"), { ...ko, ...checkKo });
});

Deno.test("formatText() isolates values that are written from right to left", () => {
  for (const name of ["نور", "נועה!"]) {
    assertEquals(
      formatText(ENGLISH, "joined", { name }),
      formatText(ENGLISH, "joined", { name: "X" })
        .replace("X", `\u2068${name}\u2069`),
    );
  }
  for (const name of ["Ada", "민호", "👨‍👩‍👧", "\ufeff"]) {
    const text = formatText(ENGLISH, "joined", { name });
    assertEquals(/[\u2066-\u2069]/.test(text), false, name);
  }
});

Deno.test("formatText() takes the plural form of the language for a count", () => {
  const english = (n: number) => formatText(ENGLISH, "unread", { n });
  assertEquals(english(0), "0 unread messages");
  assertEquals(english(1), "1 unread message");
  assertEquals(english(2), "2 unread messages");
  assertEquals(english(21), "21 unread messages");
  assertEquals(formatText(KOREAN, "unread", { n: 1 }), "읽지 않은 메시지 1개");
  assertEquals(formatText(ENGLISH, "unread"), "{n} unread messages");
});

for (const language of LANGUAGE_TAGS) {
  const rules = new Intl.PluralRules(language).resolvedOptions();

  Deno.test(`Each text in "${language}" has the parameters of the English one`, async () => {
    const strings = await loadAllTexts(language);
    const english: Texts = {
      ...en,
      ...checkEn,
      ...PANEL_STRINGS.en,
      ...NOTICE_STRINGS.en,
      ...TILE_STRINGS.en,
    };
    assertEquals(Object.keys(strings).sort(), Object.keys(english).sort());
    for (const [key, text] of Object.entries(english)) {
      const want = parametersOf(formsOf(text).at(-1) ?? "");
      for (const form of formsOf(strings[key] ?? "")) {
        assert(form !== "", `${key} is empty`);
        assertEquals(parametersOf(form), want, key);
      }
    }
  });

  Deno.test(`Each count in "${language}" has a form for each plural category`, async () => {
    const texts = await loadAllTexts(language);
    const plurals = Object.entries(texts)
      .flatMap(([key, text]) =>
        typeof text === "object" ? [{ key, text }] : []
      );
    assert(plurals.length > 0);
    for (const { key, text } of plurals) {
      assertEquals(
        Object.keys(text).sort(),
        [...rules.pluralCategories].sort(),
        key,
      );
    }
  });
}

/** Buttons whose accessible name says more than their visible text. */
const NAMED_BUTTONS = [
  ["admit", "admitName"],
  ["refuse", "refuseName"],
  ["fileAccept", "fileAcceptOf"],
  ["fileRefuse", "fileRefuseOf"],
  ["fileCancelAll", "fileCancelAllOf"],
  ["fileDownload", "fileDownloadOf"],
] as const;

for (const language of LANGUAGE_TAGS) {
  Deno.test(`Accessible names in "${language}" contain the visible text (WCAG 2.5.3)`, async () => {
    const strings = await loadAllTexts(language);
    for (const [visible, name] of NAMED_BUTTONS) {
      assertStringIncludes(String(strings[name]), String(strings[visible]));
    }
  });
}

async function loadAllTexts(language: Language): Promise<Texts> {
  return {
    ...await loadCheckStrings(language),
    ...PANEL_STRINGS[language],
    ...NOTICE_STRINGS[language],
    ...TILE_STRINGS[language],
  };
}

type Texts = Readonly<Record<string, string | PluralForms | undefined>>;

function formsOf(text: string | PluralForms = ""): readonly string[] {
  return typeof text === "string" ? [text] : Object.values(text);
}

function parametersOf(form: string): readonly string[] {
  return (form.match(/\{\w+\}/g) ?? []).sort();
}
