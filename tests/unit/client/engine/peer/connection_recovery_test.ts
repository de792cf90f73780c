import { assertEquals } from "@std/assert";
import {
  chooseRecoveryAction,
  CONNECT_TIMEOUT_MS,
  type ConnectionHealth,
  DISCONNECTED_GRACE_MS,
  GATHER_TIMEOUT_MS,
  ICE_RESTART_TIMEOUT_MS,
  MAX_CONNECT_TIMEOUT_MS,
  POLITE_WAIT_MS,
  type RecoveryAction,
  RESTART_REQUEST_TIMEOUT_MS,
  STALLED_GRACE_MS,
} from "../../../../../client/engine/peer/connection_recovery.ts";

const NEW: ConnectionHealth = {
  stalledSinceMs: null,
  state: "new",
  stateSinceMs: 0,
  hasDtlsFailed: false,
  describedAtMs: 0,
  hasGathered: true,
  restartedAtMs: null,
  isAwaitingAnswer: false,
  restartRequestedAtMs: null,
  replacements: 0,
  isPolite: false,
};

/** Asserts that the action changes at `atMs`, and not a millisecond before. */
function assertTurns(
  health: ConnectionHealth,
  atMs: number,
  want: RecoveryAction,
): void {
  assertEquals(chooseRecoveryAction(health, atMs - 1), "none");
  assertEquals(chooseRecoveryAction(health, atMs), want);
  assertEquals(chooseRecoveryAction(health, atMs + 1), want);
}

Deno.test("chooseRecoveryAction() does nothing while connected", () => {
  assertEquals(
    chooseRecoveryAction({ ...NEW, state: "connected" }, 1e9),
    "none",
  );
});

Deno.test("chooseRecoveryAction() replaces a connection that gathers no candidate", () => {
  assertTurns({ ...NEW, hasGathered: false }, GATHER_TIMEOUT_MS, "replace");
});

Deno.test("chooseRecoveryAction() expects no candidates before there is a description", () => {
  const health = { ...NEW, hasGathered: false, describedAtMs: null };
  assertTurns(health, CONNECT_TIMEOUT_MS, "replace");
});

Deno.test("chooseRecoveryAction() replaces a connection that does not connect", () => {
  assertTurns({ ...NEW, state: "connecting" }, CONNECT_TIMEOUT_MS, "replace");
});

Deno.test("chooseRecoveryAction() doubles the time of each further one, up to a limit", () => {
  assertTurns({ ...NEW, replacements: 1 }, 2 * CONNECT_TIMEOUT_MS, "replace");
  assertTurns({ ...NEW, replacements: 50 }, MAX_CONNECT_TIMEOUT_MS, "replace");
});

Deno.test("chooseRecoveryAction() lets the impolite side act first", () => {
  const polite = { ...NEW, isPolite: true };
  assertTurns(polite, CONNECT_TIMEOUT_MS + POLITE_WAIT_MS, "replace");
});

Deno.test("chooseRecoveryAction() restarts ICE after some seconds in disconnected", () => {
  const health: ConnectionHealth = { ...NEW, state: "disconnected" };
  assertTurns(health, DISCONNECTED_GRACE_MS, "restart-ice");
});

Deno.test("chooseRecoveryAction() restarts ICE at once in failed", () => {
  assertEquals(
    chooseRecoveryAction({ ...NEW, state: "failed" }, 0),
    "restart-ice",
  );
});

Deno.test.each([
  { state: "disconnected" as const },
  { state: "failed" as const },
  { state: "connecting" as const },
])(
  "chooseRecoveryAction() replaces a connection that is $state long after a restart",
  ({ state }) => {
    const health: ConnectionHealth = {
      ...NEW,
      state,
      stateSinceMs: -60_000,
      restartedAtMs: 0,
    };
    assertTurns(health, ICE_RESTART_TIMEOUT_MS, "replace");
  },
);

Deno.test("chooseRecoveryAction() replaces a failed replacement with a backoff", () => {
  const health: ConnectionHealth = { ...NEW, state: "failed", replacements: 1 };
  assertTurns(health, CONNECT_TIMEOUT_MS, "replace");
});

Deno.test("chooseRecoveryAction() replaces a connection whose DTLS failed at once, and the next one with a backoff", () => {
  const health: ConnectionHealth = {
    ...NEW,
    state: "failed",
    hasDtlsFailed: true,
    isPolite: true,
    restartedAtMs: 0,
  };
  assertEquals(chooseRecoveryAction(health, 0), "replace");
  const next = { ...health, replacements: 1, restartedAtMs: null };
  assertTurns(next, CONNECT_TIMEOUT_MS + POLITE_WAIT_MS, "replace");
});

Deno.test("chooseRecoveryAction() replaces a closed connection", () => {
  assertEquals(chooseRecoveryAction({ ...NEW, state: "closed" }, 0), "replace");
});

Deno.test("chooseRecoveryAction() restarts ICE once on a connection that stalled", () => {
  const stalled = {
    ...NEW,
    state: "connected",
    stalledSinceMs: 0,
  } as const;
  assertTurns(stalled, STALLED_GRACE_MS, "restart-ice");
  const polite = { ...stalled, isPolite: true };
  assertTurns(polite, STALLED_GRACE_MS + POLITE_WAIT_MS, "restart-ice");
  for (const restartedAtMs of [0, null]) {
    const unanswered = { ...stalled, restartedAtMs, isAwaitingAnswer: true };
    assertEquals(chooseRecoveryAction(unanswered, 1e9), "none");
  }
});

Deno.test("chooseRecoveryAction() replaces a connection that stays stalled after an answered restart", () => {
  const health: ConnectionHealth = {
    ...NEW,
    state: "connected",
    stalledSinceMs: -60_000,
    restartedAtMs: 0,
  };
  assertTurns(health, ICE_RESTART_TIMEOUT_MS, "replace");
});

Deno.test.each([
  { state: "connected" as const, stalledSinceMs: null },
  { state: "connected" as const, stalledSinceMs: -60_000 },
  { state: "disconnected" as const, stalledSinceMs: null },
])(
  "chooseRecoveryAction() offers a restart that the other side does not offer, while $state and stalled since $stalledSinceMs",
  (part) => {
    const requested = { ...NEW, ...part, isPolite: true, restartedAtMs: 0 };
    const health = { ...requested, restartRequestedAtMs: 0 };
    assertTurns(health, RESTART_REQUEST_TIMEOUT_MS, "offer-restart");
  },
);

Deno.test("chooseRecoveryAction() replaces a connection whose restart was requested without an offer", () => {
  const health: ConnectionHealth = {
    ...NEW,
    state: "failed",
    restartedAtMs: 0,
    restartRequestedAtMs: 0,
  };
  assertEquals(
    chooseRecoveryAction(health, ICE_RESTART_TIMEOUT_MS),
    "replace",
  );
});
