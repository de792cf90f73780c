import { assertEquals } from "@std/assert";
import { BearerTokenGuard } from "../../../../server/http/bearer_token.ts";

const TOKEN = "correct-horse-battery";

function createGuard() {
  let nowMs = 0;
  const guard = new BearerTokenGuard(TOKEN, () => nowMs);
  const check = (authorization: string | null, address = "203.0.113.9") =>
    guard.check(
      new Request(
        "https://maru.example/metrics",
        authorization === null ? {} : { headers: { authorization } },
      ),
      { address, isForwarded: false, scheme: "https", host: "maru.example" },
    );
  return { check, at: (ms: number) => (nowMs = ms) };
}

Deno.test("BearerTokenGuard takes its token, in any case of the scheme", () => {
  const { check } = createGuard();
  assertEquals(check(`Bearer ${TOKEN}`), "valid");
  assertEquals(check(`bearer  ${TOKEN} `), "valid");
});

for (
  const header of [
    null,
    "",
    TOKEN,
    "Bearer",
    "Bearer ",
    `Basic ${TOKEN}`,
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer ${TOKEN} ${TOKEN}`,
    `Bearer ${TOKEN.toUpperCase()}`,
  ]
) {
  Deno.test(`BearerTokenGuard refuses the header ${header}`, () => {
    assertEquals(createGuard().check(header), "invalid");
  });
}

Deno.test("BearerTokenGuard stops looking after ten failures of a network, and later looks again", () => {
  const { check, at } = createGuard();
  for (let n = 0; n < 10; n++) assertEquals(check("Bearer x"), "invalid");
  assertEquals(check(`Bearer ${TOKEN}`), "too-many-attempts");
  assertEquals(check(`Bearer ${TOKEN}`, "198.51.100.1"), "valid");
  at(9_999);
  assertEquals(check(`Bearer ${TOKEN}`), "too-many-attempts");
  at(10_000);
  assertEquals(check(`Bearer ${TOKEN}`), "valid");
  assertEquals(check(`Bearer ${TOKEN}`), "valid");
});
