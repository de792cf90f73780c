import { assertEquals } from "@std/assert";
import { parseExpiry, readInvitation } from "../../../tools/invite.ts";

const NOW = 1_000_000;
const read = (...args: string[]) => readInvitation(args, NOW, () => "id");

Deno.test("the time of an invitation is minutes, hours or days within its bounds", () => {
  assertEquals(
    ["1m", "90m", "2h", "366d"].map(parseExpiry),
    [60, 5_400, 7_200, 31_622_400],
  );
  for (const text of ["0m", "367d", "2", "2s", "-1h", "1.5h", "", "h"]) {
    assertEquals(parseExpiry(text), null, text);
  }
});

Deno.test("an invitation is read from its options in any order", () => {
  assertEquals(read("tea"), {
    room: "tea",
    name: null,
    isHost: false,
    expiresMs: NOW + 86_400_000,
    onceId: null,
  });
  assertEquals(
    read("--once", "--name=Ada Lovelace", "찻집", "--expires=2h", "--host"),
    {
      room: "찻집",
      name: "Ada Lovelace",
      isHost: true,
      expiresMs: NOW + 7_200_000,
      onceId: "id",
    },
  );
});

Deno.test("a command line that is not understood makes no invitation", () => {
  for (
    const args of [
      [],
      ["tea", "pot"],
      ["a room"],
      ["lobby"],
      ["tea", "--hosts"],
      ["tea", "--expires=soon"],
      ["tea", "--name"],
      ["tea", `--name=${"x".repeat(101)}`],
    ]
  ) assertEquals(read(...args), null, args.join(" "));
});
