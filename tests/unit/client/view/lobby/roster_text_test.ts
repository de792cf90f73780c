import { assertEquals } from "@std/assert";
import { en } from "../../../../../client/strings/en.ts";
import { ko } from "../../../../../client/strings/ko.ts";
import { formatText } from "../../../../../client/strings/language.ts";
import { formatRoster } from "../../../../../client/view/lobby/roster_text.ts";

Deno.test.each(
  [
    [[], "Nobody is inside yet", "아직 아무도 없어요"],
    [["Ada"], "Ada is inside", "Ada 님이 안에 있어요"],
    [["Ada", "Bob"], "Ada and Bob are inside", "Ada, Bob 님이 안에 있어요"],
    [
      ["Ada", "Bob", "Cho"],
      "Ada, Bob and Cho are inside",
      "Ada, Bob, Cho 님이 안에 있어요",
    ],
    [
      ["Ada", "", "Bob", "Cho", "Dan"],
      "Ada, Bob, Cho and 2 more are inside",
      "Ada, Bob, Cho 님 외 2명이 안에 있어요",
    ],
    [["Ada", ""], "Ada and 1 more are inside", "Ada 님 외 1명이 안에 있어요"],
    [[""], "1 person is inside", "1명이 안에 있어요"],
    [["", ""], "2 people are inside", "2명이 안에 있어요"],
  ] as const,
)("formatRoster() formats %o", (names, english, korean) => {
  assertEquals(
    formatRoster(names, (key, params) => formatText(en, key, params)),
    english,
  );
  assertEquals(
    formatRoster(names, (key, params) => formatText(ko, key, params)),
    korean,
  );
});
