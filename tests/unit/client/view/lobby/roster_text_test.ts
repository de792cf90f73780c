import { assertEquals } from "@std/assert";
import { en } from "../../../../../client/strings/en.ts";
import { ko } from "../../../../../client/strings/ko.ts";
import { formatText } from "../../../../../client/strings/language.ts";
import { formatRoster } from "../../../../../client/view/lobby/roster_text.ts";

const ENGLISH = { language: "en", strings: en } as const;
const KOREAN = { language: "ko", strings: ko } as const;

Deno.test.each(
  [
    [[], "No one is in this call yet", "아직 통화 중인 사람이 없어요"],
    [["Ada"], "Ada is in this call", "Ada 님이 통화 중이에요"],
    [
      ["Ada", "Bob"],
      "Ada and Bob are in this call",
      "Ada, Bob 님이 통화 중이에요",
    ],
    [
      ["Ada", "Bob", "Cho"],
      "Ada, Bob and Cho are in this call",
      "Ada, Bob, Cho 님이 통화 중이에요",
    ],
    [
      ["Ada", "", "Bob", "Cho", "Dan"],
      "Ada, Bob, Cho and 2 others are in this call",
      "Ada, Bob, Cho 님 외 2명이 통화 중이에요",
    ],
    [
      ["Ada", ""],
      "Ada and 1 other are in this call",
      "Ada 님 외 1명이 통화 중이에요",
    ],
    [[""], "1 participant is in this call", "1명이 통화 중이에요"],
    [["", ""], "2 participants are in this call", "2명이 통화 중이에요"],
  ] as const,
)("formatRoster() formats %o", (names, english, korean) => {
  assertEquals(
    formatRoster(names, (key, params) => formatText(ENGLISH, key, params)),
    english,
  );
  assertEquals(
    formatRoster(names, (key, params) => formatText(KOREAN, key, params)),
    korean,
  );
});
