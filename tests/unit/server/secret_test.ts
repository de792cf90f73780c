import { assertEquals } from "@std/assert";
import { inspect } from "node:util";
import { Secret } from "../../../server/secret.ts";

Deno.test("Secret prints as [secret] on every way out but reveal()", () => {
  const secret = new Secret("hidden");
  assertEquals(`${secret}`, "[secret]");
  assertEquals(JSON.stringify({ secret }), '{"secret":"[secret]"}');
  assertEquals(Deno.inspect(secret), "[secret]");
  assertEquals(inspect(secret), "[secret]");
  assertEquals(secret.reveal(), "hidden");
});
