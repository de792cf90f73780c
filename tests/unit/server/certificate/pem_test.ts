import { assertEquals } from "@std/assert";
import {
  formatPemPair,
  parsePemPair,
} from "../../../../server/certificate/pem.ts";

const block = (label: string, body: string) =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;

Deno.test("parsePemPair() gives back what formatPemPair() joined, chain and all", () => {
  const pair = {
    cert: block("CERTIFICATE", "AA") + block("CERTIFICATE", "BB"),
    key: block("PRIVATE KEY", "CC"),
  };
  assertEquals(parsePemPair(formatPemPair(pair)), pair);
});

Deno.test.each([
  "",
  block("CERTIFICATE", "AA"),
  block("PRIVATE KEY", "CC"),
  "-----BEGIN CERTIFICATE-----\nAA\n-----END PRIVATE KEY-----\n",
])("parsePemPair() gives null when certificate or key is missing", (text) => {
  assertEquals(parsePemPair(text), null);
});
