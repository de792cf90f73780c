import { assertEquals } from "@std/assert";
import {
  type CallState,
  INITIAL_CALL_STATE,
} from "../../../../../client/engine/call/call_state.ts";
import { Notices } from "../../../../../client/engine/call/notices.ts";
import {
  ConnectivityMonitor,
  NETWORK_CHANGE_DEBOUNCE_MS,
  SLEEP_CHECK_MS,
  SLEEP_THRESHOLD_MS,
} from "../../../../../client/engine/call/connectivity_monitor.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";

function setUp(phase: "lobby" | "joined" = "joined") {
  const clock = new FakeClock();
  const store = new Store<CallState>({ ...INITIAL_CALL_STATE, phase });
  const calls: string[] = [];
  /** Time that the machine slept, during which no timer ran. */
  let sleptMs = 0;
  const facts = { hasEvidence: false };
  const monitor = new ConnectivityMonitor({
    clock,
    state: store,
    isJoined: () => store.get().phase === "joined",
    wallMs: () => clock.nowMs() + sleptMs,
    hasEvidence: () => facts.hasEvidence,
    onDoubt: () => calls.push("doubt"),
    notices: new Notices(store, clock),
    onResume: () => calls.push("resume"),
    onNetworkChange: () => calls.push("change"),
  });
  return {
    clock,
    store,
    calls,
    monitor,
    facts,
    sleep: (ms: number) => sleptMs += ms,
    kinds: () => store.get().notices.map(({ kind }) => kind),
  };
}

Deno.test("ConnectivityMonitor.setOnline() posts one notice, and searches new paths when back online", () => {
  const { monitor, store, calls, kinds } = setUp();
  monitor.setOnline(false);
  monitor.setOnline(false);
  assertEquals([store.get().isOffline, kinds()], [true, ["offline"]]);
  assertEquals(calls, ["doubt"]);
  monitor.setOnline(true);
  monitor.setOnline(true);
  assertEquals([store.get().isOffline, kinds()], [false, [
    "offline",
    "online",
  ]]);
  assertEquals(calls, ["doubt", "change"]);
});

Deno.test("ConnectivityMonitor posts no notice before the call", () => {
  const { monitor, store, kinds } = setUp("lobby");
  monitor.setOnline(false);
  assertEquals([store.get().isOffline, kinds()], [true, []]);
});

Deno.test("ConnectivityMonitor reports another kind of network, not another speed", () => {
  const { monitor, clock, calls } = setUp();
  monitor.setNetworkType("wifi");
  monitor.setNetworkType("wifi");
  assertEquals(calls, []);
  monitor.setNetworkType("none");
  assertEquals(calls, []);
  clock.advance(NETWORK_CHANGE_DEBOUNCE_MS);
  monitor.setNetworkType("cellular");
  assertEquals(calls, ["change"]);
});

Deno.test("ConnectivityMonitor does nothing in a browser that does not report the kind of network", () => {
  const { monitor, calls } = setUp();
  monitor.setNetworkType(undefined);
  monitor.setNetworkType(undefined);
  assertEquals(calls, []);
});

Deno.test("ConnectivityMonitor handles a series of changes twice: the first and the last", () => {
  const { monitor, clock, calls } = setUp();
  monitor.setNetworkType("wifi");
  for (const type of ["ethernet", "cellular", "wifi"]) {
    monitor.setNetworkType(type);
  }
  assertEquals(calls, ["change"]);
  clock.advance(NETWORK_CHANGE_DEBOUNCE_MS - 1);
  assertEquals(calls, ["change"]);
  clock.advance(1);
  assertEquals(calls, ["change", "change"]);
  clock.advance(10 * NETWORK_CHANGE_DEBOUNCE_MS);
  assertEquals(calls, ["change", "change"]);
});

Deno.test("ConnectivityMonitor resumes after a tick that is too late", () => {
  for (
    const [ms, want] of [[SLEEP_THRESHOLD_MS - 1, 0], [SLEEP_THRESHOLD_MS, 1], [
      60_000,
      1,
    ]]
  ) {
    const { monitor, clock, calls, sleep } = setUp();
    monitor.start();
    clock.advance(10 * SLEEP_CHECK_MS);
    sleep(Number(ms));
    clock.advance(SLEEP_CHECK_MS);
    assertEquals(calls.length, want, `${ms} ms`);
    clock.advance(10 * SLEEP_CHECK_MS);
    assertEquals(calls.length, want, `${ms} ms, later`);
  }
});

Deno.test("ConnectivityMonitor does not count the time while it was stopped as sleep", () => {
  const { monitor, clock, calls } = setUp();
  monitor.start();
  monitor.stop();
  clock.advance(100 * SLEEP_THRESHOLD_MS);
  monitor.start();
  monitor.start();
  clock.advance(SLEEP_CHECK_MS);
  assertEquals(calls, []);
  monitor.onPageVisible();
  assertEquals(calls, ["resume"]);
});

Deno.test("ConnectivityMonitor believes an open socket or flowing media more than the browser", () => {
  const { monitor, store, facts, calls, kinds, clock } = setUp();
  facts.hasEvidence = true;
  monitor.start();
  monitor.setOnline(false);
  assertEquals([store.get().isOffline, kinds()], [false, []]);
  assertEquals(calls, ["doubt"]);
  clock.advance(10 * SLEEP_CHECK_MS);
  assertEquals(store.get().isOffline, false);
  facts.hasEvidence = false;
  clock.advance(SLEEP_CHECK_MS);
  assertEquals([store.get().isOffline, kinds()], [true, ["offline"]]);
  facts.hasEvidence = true;
  monitor.update();
  assertEquals(store.get().isOffline, false);
});

Deno.test("ConnectivityMonitor posts nothing when the browser was wrong all the time", () => {
  const { monitor, facts, kinds, calls } = setUp();
  facts.hasEvidence = true;
  monitor.setOnline(false);
  monitor.setOnline(true);
  assertEquals(kinds(), []);
  assertEquals(calls, ["doubt", "change"]);
});
