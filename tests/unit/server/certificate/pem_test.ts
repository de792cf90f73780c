import { assertEquals } from "@std/assert";
import { joinPair, splitPair } from "../../../../server/certificate/pem.ts";

const block = (label: string, body: string) =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;

Deno.test("splitPair() gives back what joinPair() joined, chain and all", () => {
  const pair = {
    certPem: block("CERTIFICATE", "AA") + block("CERTIFICATE", "BB"),
    keyPem: block("PRIVATE KEY", "CC"),
  };
  assertEquals(splitPair(joinPair(pair)), pair);
});

Deno.test.each([
  "",
  block("CERTIFICATE", "AA"),
  block("PRIVATE KEY", "CC"),
  "-----BEGIN CERTIFICATE-----\nAA\n-----END PRIVATE KEY-----\n",
])("splitPair() gives null when certificate or key is missing", (text) => {
  assertEquals(splitPair(text), null);
});
