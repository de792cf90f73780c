import { assertEquals } from "@std/assert";
import { HttpChallenges } from "../../../../server/acme/http_challenges.ts";

const PATH = "/.well-known/acme-challenge/";

Deno.test("HttpChallenges answers a token until it is withdrawn", () => {
  const challenges = new HttpChallenges();
  const withdraw = challenges.offer("abc", "abc.print");
  assertEquals(challenges.answerOf(`${PATH}abc`), "abc.print");
  for (const target of [`${PATH}abcd`, `${PATH}`, "/abc", `${PATH}abc?x`]) {
    assertEquals(challenges.answerOf(target), null, target);
  }
  withdraw();
  assertEquals(challenges.answerOf(`${PATH}abc`), null);
});
