import { assertEquals } from "@std/assert";
import { markTitle } from "../../../../client/alerts/title_mark.ts";

Deno.test.each([
  { title: "tea · Maru", count: 1, marked: "(1) tea · Maru" },
  { title: "(1) tea · Maru", count: 2, marked: "(2) tea · Maru" },
  { title: "(12) tea · Maru", count: 0, marked: "tea · Maru" },
  { title: "tea · Maru", count: 0, marked: "tea · Maru" },
  { title: "tea · Maru", count: 1000, marked: "(99) tea · Maru" },
])(
  "markTitle() makes $marked of $title with $count",
  ({ title, count, marked }) => {
    assertEquals(markTitle(title, count), marked);
  },
);
