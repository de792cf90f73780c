import { assert, assertFalse } from "@std/assert";
import { isAcceptedForHost } from "../../../../server/certificate/host_acceptance.ts";
import { makeCertificate } from "../../../fakes/certificate.ts";

Deno.test("isAcceptedForHost() is true for a name of the certificate, not for others", async () => {
  const pair = await makeCertificate("call.example.com");
  const nowMs = Date.now();
  assert(isAcceptedForHost(pair, "call.example.com", nowMs));
  for (const host of ["example.com", "other.example.com", "203.0.113.1"]) {
    assertFalse(isAcceptedForHost(pair, host, nowMs), host);
  }
});

Deno.test("isAcceptedForHost() is false from the end of the validity on", async () => {
  const pair = await makeCertificate("call.example.com");
  const nowMs = Date.now();
  assert(isAcceptedForHost(pair, "call.example.com", nowMs - 7_200_000));
  assertFalse(isAcceptedForHost(pair, "call.example.com", nowMs + 90_000_000));
});
