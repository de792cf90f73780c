import { assertEquals } from "@std/assert";
import {
  KEEP_RESOLUTION_MS,
  MAX_RAMP_MS,
  NO_ESTIMATE_MS,
  RAMP_INTERVAL_MS,
  RAMP_MS,
  selectAffordableRung,
  START_RUNG,
  StartRamps,
} from "../../../../../client/engine/quality/start_ramp.ts";

const TOP_RUNG = 5;

/** A started ramp; `read` passes an estimate and what is sent, at intervals. */
function setUp(wantedRung = TOP_RUNG) {
  const ramps = new StartRamps();
  let nowMs = 0;
  ramps.begin("a", nowMs);
  const read = (availableKbps: number | null, sentKbps: number | null) => {
    nowMs += RAMP_INTERVAL_MS;
    return ramps.update("a", { wantedRung, availableKbps, sentKbps }, nowMs);
  };
  return { ramps, read, now: () => nowMs };
}

Deno.test("selectAffordableRung() chooses 720p from about 1.1 Mbit/s, and 320 pixels at 200 kbit/s", () => {
  assertEquals(
    [60, 100, 200, 300, 650, 1_060, 1_070].map((kbps) =>
      selectAffordableRung(kbps)
    ),
    [0, 0, 1, 2, 4, 4, 5],
  );
});

Deno.test("StartRamps begins small and reaches the wanted size at the second good estimate", () => {
  const { ramps, read } = setUp();
  assertEquals(ramps.maxRungOf("a"), START_RUNG);
  read(3_000, 2_000);
  assertEquals(ramps.maxRungOf("a"), START_RUNG);
  assertEquals(read(3_000, 2_000), { hasChanged: true, capKbps: null });
  assertEquals(ramps.maxRungOf("a") >= TOP_RUNG, true);
});

Deno.test("StartRamps ends without a cap where the picture has its size", () => {
  const { ramps, read, now } = setUp();
  while (now() < RAMP_MS - RAMP_INTERVAL_MS) read(3_000, 2_000);
  assertEquals(read(3_000, 2_000), { hasChanged: true, capKbps: null });
  assertEquals([ramps.maxRungOf("a"), ramps.activeIds], [Infinity, []]);
});

Deno.test("StartRamps takes the size back when the first probe showed too much", () => {
  const { ramps, read } = setUp();
  for (let i = 0; i < 3; i++) read(1_200, 900);
  assertEquals(ramps.maxRungOf("a"), TOP_RUNG);
  for (let i = 0; i < 4; i++) read(800, 700);
  assertEquals(ramps.maxRungOf("a"), TOP_RUNG);
  for (let i = 0; i < 4; i++) read(260, 240);
  assertEquals(ramps.maxRungOf("a"), START_RUNG);
});

Deno.test("StartRamps follows an estimate that still rises, and caps the path when it stops", () => {
  const { ramps, read, now } = setUp();
  let kbps = 290;
  while (now() < 2 * RAMP_MS) {
    kbps *= 1.02;
    assertEquals(read(kbps, kbps).capKbps, null);
  }
  assertEquals(ramps.maxRungOf("a"), 4);
  const steps = Array.from({ length: 8 }, () => read(kbps, kbps).capKbps);
  assertEquals(steps.filter((capKbps) => capKbps !== null), [kbps]);
});

Deno.test("StartRamps ends after half a minute", () => {
  const { ramps, read, now } = setUp();
  while (now() < MAX_RAMP_MS) read(200 + now() / 200, 200 + now() / 200);
  assertEquals(ramps.activeIds, []);
});

Deno.test("StartRamps ignores a single high estimate", () => {
  const { ramps, read } = setUp();
  read(250, 240);
  read(1_900, 240);
  read(250, 240);
  assertEquals(ramps.maxRungOf("a"), START_RUNG);
});

Deno.test("StartRamps shrinks the picture after four low estimates, and caps the path in the end", () => {
  const { ramps, read, now } = setUp();
  for (let i = 0; i < 3; i++) read(200, 190);
  assertEquals(ramps.maxRungOf("a"), START_RUNG);
  for (let i = 0; i < 2; i++) read(200, 190);
  assertEquals(ramps.maxRungOf("a"), 1);
  while (now() < RAMP_MS - RAMP_INTERVAL_MS) {
    assertEquals(read(210, 190).capKbps, null);
  }
  assertEquals(read(220, 190), { hasChanged: true, capKbps: 210 });
  assertEquals(ramps.maxRungOf("a"), Infinity);
});

Deno.test("StartRamps grows step by step where little is sent, since that tests no path", () => {
  const { ramps, read } = setUp();
  const seen: number[] = [];
  for (let i = 0; i < 12; i++) {
    read(450, 200);
    seen.push(ramps.maxRungOf("a"));
  }
  assertEquals([...new Set(seen)], [START_RUNG, 3, 4, TOP_RUNG]);
});

Deno.test("StartRamps leaves the size to a browser that has no estimate", () => {
  const { ramps, read, now } = setUp();
  while (now() < NO_ESTIMATE_MS - RAMP_INTERVAL_MS) read(null, 100);
  assertEquals(ramps.maxRungOf("a"), START_RUNG);
  assertEquals(ramps.keepsResolution("a", now()), true);
  read(null, 100);
  assertEquals(ramps.maxRungOf("a"), Infinity);
  assertEquals(ramps.keepsResolution("a", now()), false);
});

Deno.test("StartRamps keeps the resolution for ten seconds, of members that are there", () => {
  const { ramps } = setUp();
  assertEquals(ramps.keepsResolution("a", KEEP_RESOLUTION_MS - 1), true);
  assertEquals(ramps.keepsResolution("a", KEEP_RESOLUTION_MS), false);
  ramps.retainMembers(new Set());
  assertEquals(ramps.keepsResolution("a", 0), false);
});

Deno.test("StartRamps caps no path while no picture is wanted", () => {
  const { read, now } = setUp(-1);
  while (now() < RAMP_MS - RAMP_INTERVAL_MS) read(200, 50);
  assertEquals(read(200, 50).capKbps, null);
});
