import { assertEquals } from "@std/assert";
import { readCandidatePair } from "../../../../../client/engine/quality/candidate_pair.ts";
import { recorded } from "./fixtures.ts";

Deno.test("readCandidatePair() finds the pair in use in both browsers", () => {
  const expected = {
    localType: "host",
    remoteType: "host",
    protocol: "udp",
    relayProtocol: null,
  };
  assertEquals(readCandidatePair(recorded("chromium", "second")), expected);
  assertEquals(
    readCandidatePair(recorded("firefox", "second"))?.protocol,
    "udp",
  );
});

Deno.test("readCandidatePair() has nulls for what a browser does not report", () => {
  const read = (...values: readonly unknown[]) =>
    readCandidatePair({ connectionId: "c", atMs: 0, mids: {}, values });
  assertEquals(read(), null);
  assertEquals(
    read({ type: "candidate-pair", nominated: true, state: "succeeded" }),
    {
      localType: null,
      remoteType: null,
      protocol: null,
      relayProtocol: null,
    },
  );
});
