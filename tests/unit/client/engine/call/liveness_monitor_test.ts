import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import {
  EVIDENCE_MS,
  LATE_TICK_MS,
  LIVENESS_TICK_MS,
  LivenessMonitor,
  MAX_UNANSWERED_PINGS,
} from "../../../../../client/engine/call/liveness_monitor.ts";
import type { ChannelMessage } from "../../../../../client/engine/peer/channel_multiplexer.ts";
import type { PathActivity } from "../../../../../client/engine/peer/path_activity.ts";
import type { Liveness } from "../../../../../client/engine/peer/peer_liveness.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";

const STEP_MS = 10;

/**
 * A monitor and a member behind a network that can be cut. The member answers
 * pings unless its page is busy, and sends media unless it is muted.
 */
function setUp(
  {
    sendsMedia = false,
    isBusy = false,
    sendsChecks = false,
    readMs = 0,
  } = {},
) {
  const clock = new FakeClock();
  const network = { isUp: true, isBusy };
  const activity = { bytes: 0, checks: 0 };
  const changes: { isStalled: boolean; atMs: number }[] = [];
  let pings = 0;
  let reads = 0;
  const monitor: LivenessMonitor = new LivenessMonitor({
    clock,
    peers: () =>
      new Map([["a", {
        readActivity: () => {
          reads++;
          const { promise, resolve } = Promise.withResolvers<PathActivity>();
          const answer = () => resolve({ ...activity });
          if (readMs === 0) answer();
          else clock.after(readMs, answer);
          return promise;
        },
        setLiveness: (liveness: Liveness) => {
          const isStalled = liveness === "stalled";
          if (changes.length > 0 || isStalled) {
            changes.push({ isStalled, atMs: clock.nowMs() });
          }
        },
      }]]),
    send: (_, { kind }: ChannelMessage) => {
      if (kind === "ping") pings++;
      if (kind !== "ping" || network.isBusy || !network.isUp) return true;
      clock.after(STEP_MS, () => receive("pong"));
      return true;
    },
    onChange: () => {},
  });
  const receive = (kind: "ping" | "pong") => {
    if (!network.isUp) return;
    monitor.onMessage("a");
    monitor.handlers[kind].receive("a", { kind });
  };
  monitor.start();
  receive("ping");
  /** Advances in steps, in which media and checks arrive. */
  const advance = async (ms: number) => {
    for (let at = 0; at < ms; at += STEP_MS) {
      if (network.isUp && sendsMedia) activity.bytes += 100;
      if (network.isUp && sendsChecks) activity.checks++;
      clock.advance(STEP_MS);
      await settlePromises();
    }
  };
  return {
    clock,
    network,
    changes,
    monitor,
    advance,
    receive,
    counts: () => ({ pings, reads }),
  };
}

/** Cuts the network at each phase of a second; the stall must be said in time. */
async function assertStallIsSaid(
  afterMs: number,
  options: Parameters<typeof setUp>[0] = {},
): Promise<void> {
  for (let phaseMs = 0; phaseMs < 1_000; phaseMs += 50) {
    const { advance, network, changes, clock } = setUp(options);
    await advance(afterMs + phaseMs);
    assertEquals(changes, []);
    network.isUp = false;
    const cutAtMs = clock.nowMs();
    await advance(2_000);
    const [first] = changes;
    assert(first?.isStalled);
    assertLessOrEqual(first.atMs - cutAtMs, 2_000);
  }
}

Deno.test("LivenessMonitor says within two seconds that a muted member is gone, whenever that happens", async () => {
  await assertStallIsSaid(3_000);
});

Deno.test("LivenessMonitor says within two seconds that the media of a busy page stopped", async () => {
  await assertStallIsSaid(5_000, { sendsMedia: true, isBusy: true });
});

Deno.test("LivenessMonitor says within a second that media or checks arrive again, before the data channel does", async () => {
  for (const what of [{ sendsMedia: true }, { sendsChecks: true }]) {
    const { advance, network, changes, clock } = setUp(what);
    await advance(1_000);
    network.isUp = false;
    await advance(20_000);
    network.isUp = true;
    network.isBusy = true;
    const backAtMs = clock.nowMs();
    await advance(1_000);
    const last = changes.at(-1);
    assertEquals([changes.length, last?.isStalled], [2, false]);
    assertLessOrEqual((last?.atMs ?? Infinity) - backAtMs, 1_000);
    network.isBusy = false;
    await advance(10_000);
    assertEquals(changes.length, 2);
  }
});

Deno.test("LivenessMonitor reads no counters while pings are answered", async () => {
  const { advance, counts } = setUp();
  await advance(60_000);
  assertEquals(counts().reads, 0);
});

Deno.test("LivenessMonitor sends a bounded number of pings into a cut network", async () => {
  const { advance, network, counts } = setUp();
  await advance(1_000);
  network.isUp = false;
  const before = counts().pings;
  await advance(60_000);
  assertLessOrEqual(counts().pings - before, MAX_UNANSWERED_PINGS);
});

Deno.test("LivenessMonitor judges nobody after its own page did not run", async () => {
  const { advance, clock, changes } = setUp();
  await advance(1_000);
  // A page in the background or a busy one: one late tick, and its messages after it.
  const late = LIVENESS_TICK_MS + LATE_TICK_MS;
  const { nowMs } = clock;
  let sleptMs = 0;
  clock.nowMs = () => nowMs.call(clock) + sleptMs;
  sleptMs = 60_000 + late;
  await advance(1_000);
  assertEquals(changes, []);
});

Deno.test("LivenessMonitor.hasEvidence is true while something arrives from anyone", async () => {
  const { advance, network, monitor } = setUp();
  await advance(1_000);
  assertEquals(monitor.hasEvidence, true);
  network.isUp = false;
  await advance(EVIDENCE_MS);
  assertEquals(monitor.hasEvidence, false);
  monitor.stop();
  assertEquals(monitor.hasEvidence, false);
});

Deno.test("LivenessMonitor does not take a slow device for a lost path", async () => {
  const { advance, network, changes } = setUp({
    sendsMedia: true,
    isBusy: true,
    readMs: 4 * LIVENESS_TICK_MS,
  });
  await advance(20_000);
  assertEquals(changes, []);
  network.isUp = false;
  await advance(20_000);
  assert(changes[0]?.isStalled);
});
