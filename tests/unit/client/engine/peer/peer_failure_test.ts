import { assertEquals } from "@std/assert";
import { findPeerFailure } from "../../../../../client/engine/peer/peer_failure.ts";

const ANSWERED = { hasAnswered: true, hasRelay: true };
const local = (candidateType: string) => ({
  id: `l-${candidateType}`,
  type: "local-candidate",
  candidateType,
});
const remote = (candidateType: string) => ({
  id: `r-${candidateType}`,
  type: "remote-candidate",
  candidateType,
});

Deno.test("findPeerFailure() names a page that has not answered", () => {
  const context = { ...ANSWERED, hasAnswered: false };
  assertEquals(findPeerFailure([], context), "no-answer");
});

Deno.test("findPeerFailure() names a server without a relay", () => {
  const stats = [local("host"), remote("host")];
  const context = { ...ANSWERED, hasRelay: false };
  assertEquals(findPeerFailure(stats, context), "no-relay");
});

Deno.test("findPeerFailure() names the network that reaches no relay", () => {
  assertEquals(
    findPeerFailure([local("host"), remote("relay")], ANSWERED),
    "own-network",
  );
  assertEquals(
    findPeerFailure([local("relay"), remote("host")], ANSWERED),
    "their-network",
  );
  assertEquals(
    findPeerFailure([local("relay"), remote("relay")], ANSWERED),
    "no-path",
  );
});

Deno.test("findPeerFailure() finds none while checks of the member arrive", () => {
  const pair = { id: "p", type: "candidate-pair", requestsReceived: 1 };
  assertEquals(findPeerFailure([local("host"), pair], ANSWERED), null);
});
