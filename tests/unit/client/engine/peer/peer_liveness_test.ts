import { assertEquals } from "@std/assert";
import {
  CHECK_GRACE_MS,
  PeerLiveness,
  PROBE_AFTER_MS,
  STALLED_AFTER_MS,
} from "../../../../../client/engine/peer/peer_liveness.ts";

/** A member heard at 0 whose page answers pings. */
function heard(): PeerLiveness {
  const liveness = new PeerLiveness(0);
  liveness.onPingOrPong();
  liveness.onMessage(0);
  return liveness;
}

Deno.test("PeerLiveness is stalled after a silence, until a message arrives", () => {
  const liveness = heard();
  assertEquals(liveness.update(STALLED_AFTER_MS - 1), "alive");
  assertEquals(liveness.update(STALLED_AFTER_MS), "stalled");
  liveness.onMessage(STALLED_AFTER_MS);
  assertEquals(liveness.update(STALLED_AFTER_MS), "alive");
});

Deno.test("PeerLiveness is never stalled for a page that does not know pings", () => {
  const liveness = new PeerLiveness(0);
  liveness.onMessage(0);
  assertEquals(liveness.update(1e9), "unknown");
  assertEquals(liveness.needsActivity(1e9), false);
});

Deno.test("PeerLiveness asks for the counters after a short silence, and growing ones are evidence", () => {
  const liveness = heard();
  assertEquals(liveness.needsActivity(PROBE_AFTER_MS - 1), false);
  assertEquals(liveness.needsActivity(PROBE_AFTER_MS), true);
  liveness.applyActivity({ bytes: 100, checks: 0 }, 700);
  liveness.applyActivity({ bytes: 101, checks: 0 }, 950);
  assertEquals(liveness.update(950 + STALLED_AFTER_MS - 1), "alive");
  assertEquals(liveness.update(950 + STALLED_AFTER_MS), "stalled");
});

Deno.test("PeerLiveness compares counters of one silence only", () => {
  const liveness = heard();
  liveness.applyActivity({ bytes: 100, checks: 0 }, 700);
  liveness.onMessage(800);
  // What arrived until the last message is no evidence for later.
  liveness.applyActivity({ bytes: 9_000, checks: 0 }, 1_600);
  assertEquals(liveness.update(800 + STALLED_AFTER_MS), "stalled");
});

Deno.test("PeerLiveness takes the smaller counters of another connection as a start", () => {
  const liveness = heard();
  liveness.applyActivity({ bytes: 100, checks: 0 }, 700);
  liveness.applyActivity({ bytes: 5, checks: 0 }, 950);
  assertEquals(liveness.update(STALLED_AFTER_MS), "stalled");
  liveness.applyActivity({ bytes: 6, checks: 0 }, 1_500);
  assertEquals(liveness.update(1_500), "alive");
});

Deno.test("PeerLiveness believes connectivity checks once, since a muted member sends nothing else for seconds", () => {
  const liveness = heard();
  liveness.applyActivity({ bytes: 100, checks: 1 }, 700);
  liveness.applyActivity({ bytes: 100, checks: 2 }, 950);
  assertEquals(liveness.update(STALLED_AFTER_MS), "stalled");
  liveness.applyActivity({ bytes: 100, checks: 3 }, 5_000);
  const untilMs = 5_000 + CHECK_GRACE_MS + STALLED_AFTER_MS;
  assertEquals(liveness.update(untilMs - 1), "alive");
  assertEquals(liveness.update(untilMs), "stalled");
  liveness.applyActivity({ bytes: 100, checks: 4 }, untilMs);
  assertEquals(liveness.update(untilMs), "stalled");
  liveness.onMessage(untilMs);
  assertEquals(liveness.update(untilMs), "alive");
});

Deno.test("PeerLiveness does not count a silence during which our own page did not run", () => {
  const liveness = heard();
  liveness.excuseSilence(60_000);
  assertEquals(liveness.update(60_000), "alive");
  assertEquals(liveness.update(60_000 + STALLED_AFTER_MS), "stalled");
});

Deno.test("PeerLiveness needs evidence to leave the stalled state, also after our own page did not run", () => {
  const liveness = heard();
  assertEquals(liveness.update(STALLED_AFTER_MS), "stalled");
  liveness.excuseSilence(60_000);
  assertEquals(liveness.update(60_000), "stalled");
});
