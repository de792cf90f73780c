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
  const done: string[] = [];
  /** Time that the machine slept: timers stood still. */
  let sleptMs = 0;
  const recovery = new ConnectivityMonitor({
    clock,
    state: store,
    isJoined: () => store.get().phase === "joined",
    wallMs: () => clock.nowMs() + sleptMs,
    notices: new Notices(store, clock),
    onResume: () => done.push("wake"),
    onNetworkChange: () => done.push("change"),
  });
  return {
    clock,
    store,
    done,
    recovery,
    sleep: (ms: number) => sleptMs += ms,
    said: () => store.get().notices.map(({ kind }) => kind),
  };
}

Deno.test("Being offline is said at once, and once; being back finds new paths at once", () => {
  const { recovery, store, done, said } = setUp();
  recovery.setOnline(false);
  recovery.setOnline(false);
  assertEquals([store.get().isOffline, said()], [true, ["offline"]]);
  assertEquals(done, []);
  recovery.setOnline(true);
  recovery.setOnline(true);
  assertEquals([store.get().isOffline, said()], [false, ["offline", "online"]]);
  assertEquals(done, ["change"]);
});

Deno.test("Nothing is said of the network before the call", () => {
  const { recovery, store, said } = setUp("lobby");
  recovery.setOnline(false);
  assertEquals([store.get().isOffline, said()], [true, []]);
});

Deno.test("Another kind of network is another path; a new estimate of its speed is not", () => {
  const { recovery, clock, done } = setUp();
  recovery.setNetworkType("wifi");
  recovery.setNetworkType("wifi");
  assertEquals(done, []);
  recovery.setNetworkType("none");
  assertEquals(done, []);
  clock.advance(NETWORK_CHANGE_DEBOUNCE_MS);
  recovery.setNetworkType("cellular");
  assertEquals(done, ["change"]);
});

Deno.test("A browser that does not tell the kind of its network restarts nothing", () => {
  const { recovery, done } = setUp();
  recovery.setNetworkType(undefined);
  recovery.setNetworkType(undefined);
  assertEquals(done, []);
});

Deno.test("Changes that follow each other at once are answered twice: at first and at last", () => {
  const { recovery, clock, done } = setUp();
  recovery.setNetworkType("wifi");
  for (const type of ["ethernet", "cellular", "wifi"]) {
    recovery.setNetworkType(type);
  }
  assertEquals(done, ["change"]);
  clock.advance(NETWORK_CHANGE_DEBOUNCE_MS - 1);
  assertEquals(done, ["change"]);
  clock.advance(1);
  assertEquals(done, ["change", "change"]);
  clock.advance(10 * NETWORK_CHANGE_DEBOUNCE_MS);
  assertEquals(done, ["change", "change"]);
});

Deno.test("A beat that comes too late means that the machine slept", () => {
  for (
    const [ms, want] of [[SLEEP_THRESHOLD_MS - 1, 0], [SLEEP_THRESHOLD_MS, 1], [
      60_000,
      1,
    ]]
  ) {
    const { recovery, clock, done, sleep } = setUp();
    recovery.start();
    clock.advance(10 * SLEEP_CHECK_MS);
    sleep(Number(ms));
    clock.advance(SLEEP_CHECK_MS);
    assertEquals(done.length, want, `${ms} ms`);
    clock.advance(10 * SLEEP_CHECK_MS);
    assertEquals(done.length, want, `${ms} ms, later`);
  }
});

Deno.test("After it is stopped and started again, the time between is no sleep", () => {
  const { recovery, clock, done } = setUp();
  recovery.start();
  recovery.stop();
  clock.advance(100 * SLEEP_THRESHOLD_MS);
  recovery.start();
  recovery.start();
  clock.advance(SLEEP_CHECK_MS);
  assertEquals(done, []);
  recovery.onPageVisible();
  assertEquals(done, ["wake"]);
});
