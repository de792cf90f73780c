import { assertEquals } from "@std/assert";
import {
  CONNECT_MS,
  DISCONNECTED_MS,
  GATHER_MS,
  type Health,
  MAX_CONNECT_MS,
  POLITE_WAIT_MS,
  type Remedy,
  remedyFor,
  RESTART_MS,
} from "../../../../../client/engine/peer/peer_health.ts";

const NEW: Health = {
  state: "new",
  stateSinceMs: 0,
  describedAtMs: 0,
  hasGathered: true,
  restartedAtMs: null,
  replacements: 0,
  isPolite: false,
};

/** The remedy turns at `atMs`, and not a millisecond before. */
function assertTurns(health: Health, atMs: number, want: Remedy): void {
  assertEquals(remedyFor(health, atMs - 1), "none");
  assertEquals(remedyFor(health, atMs), want);
  assertEquals(remedyFor(health, atMs + 1), want);
}

Deno.test("remedyFor() leaves a connected one alone", () => {
  assertEquals(remedyFor({ ...NEW, state: "connected" }, 1e9), "none");
});

Deno.test("remedyFor() replaces one that gathers nothing", () => {
  assertTurns({ ...NEW, hasGathered: false }, GATHER_MS, "replace");
});

Deno.test("remedyFor() does not expect candidates before there is a description", () => {
  const health = { ...NEW, hasGathered: false, describedAtMs: null };
  assertTurns(health, CONNECT_MS, "replace");
});

Deno.test("remedyFor() replaces one that does not come up", () => {
  assertTurns({ ...NEW, state: "connecting" }, CONNECT_MS, "replace");
});

Deno.test("remedyFor() gives each further one twice the time, up to a limit", () => {
  assertTurns({ ...NEW, replacements: 1 }, 2 * CONNECT_MS, "replace");
  assertTurns({ ...NEW, replacements: 50 }, MAX_CONNECT_MS, "replace");
});

Deno.test("remedyFor() lets the impolite side act first", () => {
  const polite = { ...NEW, isPolite: true };
  assertTurns(polite, CONNECT_MS + POLITE_WAIT_MS, "replace");
});

Deno.test("remedyFor() restarts ICE when a path is gone for some seconds", () => {
  const health: Health = { ...NEW, state: "disconnected" };
  assertTurns(health, DISCONNECTED_MS, "restart-ice");
});

Deno.test("remedyFor() restarts ICE at once when a path has failed", () => {
  assertEquals(remedyFor({ ...NEW, state: "failed" }, 0), "restart-ice");
});

Deno.test.each([
  { state: "disconnected" as const },
  { state: "failed" as const },
  { state: "connecting" as const },
])(
  "remedyFor() replaces one that is $state long after a restart",
  ({ state }) => {
    const health: Health = {
      ...NEW,
      state,
      stateSinceMs: -60_000,
      restartedAtMs: 0,
    };
    assertTurns(health, RESTART_MS, "replace");
  },
);

Deno.test("remedyFor() replaces, with patience, a replacement that failed", () => {
  const health: Health = { ...NEW, state: "failed", replacements: 1 };
  assertTurns(health, CONNECT_MS, "replace");
});

Deno.test("remedyFor() replaces one that was closed from outside", () => {
  assertEquals(remedyFor({ ...NEW, state: "closed" }, 0), "replace");
});
