import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  findExpiryWarning,
  findPemPairProblem,
} from "../../../../server/certificate/pem_pair_problem.ts";
import { createKeyCertificate } from "../../../fakes/key_certificate.ts";

const START_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

for (const kind of ["RSA 2048", "P-256", "P-384"] as const) {
  Deno.test(`findPemPairProblem() accepts a key of ${kind}`, async () => {
    const pair = await createKeyCertificate(kind, START_MS);
    assertEquals(findPemPairProblem(pair, START_MS), null);
  });
}

for (
  const [kind, sentence] of [
    ["RSA 1024", "an RSA key of 1024 bits, which is too weak"],
    ["Ed25519", "a key of the type ed25519, which browsers do not support"],
  ] as const
) {
  Deno.test(`findPemPairProblem() refuses a key of ${kind} and says which to use`, async () => {
    const pair = await createKeyCertificate(kind, START_MS);
    const problem = findPemPairProblem(pair, START_MS) ?? "";
    assertStringIncludes(problem, `TLS_CERT has ${sentence}`);
    assertStringIncludes(problem, "or ECDSA P-256 or P-384");
  });
}

Deno.test("findPemPairProblem() checks the validity of the whole chain", async () => {
  const leaf = await createKeyCertificate("P-256", START_MS);
  const issuer = await createKeyCertificate("P-256", START_MS - DAY_MS / 2);
  const pair = { ...leaf, cert: `${leaf.cert}\n${issuer.cert}` };
  const endMs = START_MS + DAY_MS / 2;
  assertEquals(findPemPairProblem(pair, endMs - 1), null);
  assertStringIncludes(
    findPemPairProblem(pair, endMs) ?? "",
    "Certificate 2 of the chain in TLS_CERT expired at",
  );
});

Deno.test("findExpiryWarning() warns in the last tenth of the validity, and after its end", async () => {
  const pair = await createKeyCertificate("P-256", START_MS);
  const lastTenthMs = START_MS + DAY_MS * 9 / 10;
  assertEquals(findExpiryWarning(pair, lastTenthMs), null);
  const soon = findExpiryWarning(pair, lastTenthMs + 1) ?? "";
  assertStringIncludes(soon, "TLS_CERT expires at Jan  2");
  const late = findExpiryWarning(pair, START_MS + DAY_MS) ?? "";
  assertStringIncludes(late, "TLS_CERT expired at Jan  2");
});
