import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  AcmePortError,
  AcmeProblemError,
  AcmeProtocolError,
  describeAcmeFailure,
} from "../../../../server/acme/acme_error.ts";

const PREFIX = "urn:ietf:params:acme:error:";

Deno.test.each([
  { code: "connection", remedy: "let port 80 of the name reach this server" },
  { code: "dns", remedy: "create an A or AAAA record" },
  { code: "caa", remedy: "CAA record" },
  { code: "unauthorized", remedy: "point to this server alone" },
  { code: "rateLimited", remedy: "wait" },
  { code: "invalidContact", remedy: "ACME_EMAIL" },
  { code: "somethingNew", remedy: "see the documents of the directory" },
])("describeAcmeFailure() says what to do about $code", ({ code, remedy }) => {
  const error = new AcmeProblemError(
    { type: PREFIX + code, detail: "Why" },
    "call.example.com",
  );
  const sentence = describeAcmeFailure(error);
  assert(sentence.startsWith(`the directory answered ${code} for call`));
  assertStringIncludes(sentence, `(Why): `);
  assertStringIncludes(sentence.slice(sentence.indexOf("): ")), remedy);
});

Deno.test("describeAcmeFailure() names the setting of a wrong directory or port", () => {
  assertStringIncludes(
    describeAcmeFailure(new AcmeProtocolError("It answered 404")),
    "check ACME_DIRECTORY",
  );
  assertStringIncludes(describeAcmeFailure(new AcmePortError()), "HTTP_PORT");
});

Deno.test("AcmeProblemError cuts the detail of a server", () => {
  const { message } = new AcmeProblemError({
    type: "",
    detail: "x".repeat(9e5),
  });
  assertEquals(message.length, 300);
});
