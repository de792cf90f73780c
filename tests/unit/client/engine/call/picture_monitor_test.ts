import { assertEquals } from "@std/assert";
import {
  FORGET_REPLACEMENTS_MS,
  MAX_REPLACEMENTS,
  PictureMonitor,
  REPLACEMENT_WAIT_MS,
} from "../../../../../client/engine/call/picture_monitor.ts";
import { REPLACE_AFTER_MS } from "../../../../../client/engine/peer/picture_watchdog.ts";

const INTERVAL_MS = 2_000;

function setUp() {
  const requested: string[] = [];
  const replacedAtMs: number[] = [];
  let atMs = 0;
  let connection = 0;
  const state = { canReplace: true };
  const monitor = new PictureMonitor({
    paintedFrames: () => null,
    requestKeyFrame: (id) => requested.push(id),
    replaceConnection: () => {
      if (!state.canReplace) return false;
      replacedAtMs.push(atMs);
      connection++;
      return true;
    },
  });
  /** Reports a camera that arrives and is not decoded. */
  const playStill = (ms: number) => {
    for (const endMs = atMs + ms; atMs < endMs; atMs += INTERVAL_MS) {
      monitor.addReading("a", {
        connectionId: `${connection}`,
        atMs,
        mids: { video: "1" },
        values: [{
          type: "inbound-rtp",
          kind: "video",
          mid: "1",
          framesReceived: atMs,
          packetsReceived: atMs,
          framesDecoded: 0,
        }],
      });
    }
  };
  return { monitor, state, requested, replacedAtMs, playStill };
}

Deno.test("PictureMonitor asks the member for a key frame, then replaces its connection", () => {
  const { requested, replacedAtMs, playStill } = setUp();
  playStill(REPLACE_AFTER_MS);
  assertEquals([requested, replacedAtMs], [["a"], []]);
  playStill(2 * INTERVAL_MS);
  assertEquals([requested, replacedAtMs.length], [["a"], 1]);
});

Deno.test("PictureMonitor replaces a connection a few times, at growing intervals", () => {
  const { replacedAtMs, playStill } = setUp();
  playStill(FORGET_REPLACEMENTS_MS / 2);
  assertEquals(replacedAtMs.length, MAX_REPLACEMENTS);
  const waits = replacedAtMs.slice(1).map((ms, i) =>
    ms - (replacedAtMs[i] ?? 0)
  );
  assertEquals(
    waits.map((ms, i) => ms >= REPLACEMENT_WAIT_MS * 2 ** i),
    waits.map(() => true),
  );
  playStill(FORGET_REPLACEMENTS_MS);
  assertEquals(replacedAtMs.length > MAX_REPLACEMENTS, true);
});

Deno.test("PictureMonitor tries again when the connection could not be replaced", () => {
  const { state, replacedAtMs, playStill } = setUp();
  state.canReplace = false;
  playStill(10 * REPLACE_AFTER_MS);
  assertEquals(replacedAtMs, []);
  state.canReplace = true;
  playStill(2 * INTERVAL_MS);
  assertEquals(replacedAtMs.length, 1);
});

Deno.test("PictureMonitor forgets members that left", () => {
  const { monitor, requested, playStill } = setUp();
  playStill(INTERVAL_MS);
  for (let i = 0; i < 10; i++) {
    monitor.retainMembers(new Set());
    playStill(INTERVAL_MS);
  }
  assertEquals(requested, []);
});
