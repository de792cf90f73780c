import { assertEquals } from "@std/assert";
import {
  PAUSE_KBPS,
  PAUSE_MS,
  SECOND_PROBE_MS,
} from "../../../../../client/engine/quality/second_probe.ts";
import {
  MAX_RAMP_MS,
  NO_ESTIMATE_MS,
  RAMP_INTERVAL_MS,
  RAMP_MS,
  selectAffordableRung,
  START_RUNG,
  StartRamps,
} from "../../../../../client/engine/quality/start_ramp.ts";

const TOP_RUNG = 5;

/**
 * A started ramp; `read` passes an estimate and what is sent, at intervals from
 * 0 ms on.
 */
function setUp({ wantedRung = TOP_RUNG, rttMs = 20, connectMs = 500 } = {}) {
  const ramps = new StartRamps();
  let nowMs = -RAMP_INTERVAL_MS;
  ramps.begin("a", -connectMs);
  const read = (availableKbps: number | null, sentKbps: number | null) => {
    nowMs += RAMP_INTERVAL_MS;
    const reading = { wantedRung, availableKbps, sentKbps, rttMs };
    return ramps.update("a", reading, nowMs);
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
  assertEquals(ramps.limitsOf("a").maxRung, START_RUNG);
  read(3_000, 2_000);
  assertEquals(ramps.limitsOf("a").maxRung, START_RUNG);
  assertEquals(read(3_000, 2_000), { hasChanged: true, capKbps: null });
  assertEquals(ramps.limitsOf("a").maxRung >= TOP_RUNG, true);
});

Deno.test("StartRamps ends without a cap where the picture has its size", () => {
  const { ramps, read, now } = setUp();
  while (now() < RAMP_MS - RAMP_INTERVAL_MS) read(3_000, 2_000);
  assertEquals(read(3_000, 2_000), { hasChanged: true, capKbps: null });
  assertEquals([ramps.limitsOf("a").maxRung, ramps.activeIds], [Infinity, []]);
});

Deno.test("StartRamps takes the size back when the first probe showed too much", () => {
  const { ramps, read } = setUp();
  for (let i = 0; i < 3; i++) read(1_200, 900);
  assertEquals(ramps.limitsOf("a").maxRung, TOP_RUNG);
  for (let i = 0; i < 4; i++) read(800, 700);
  assertEquals(ramps.limitsOf("a").maxRung, TOP_RUNG);
  for (let i = 0; i < 4; i++) read(260, 240);
  assertEquals(ramps.limitsOf("a").maxRung, START_RUNG);
});

Deno.test("StartRamps follows an estimate that still rises, and caps the path when it stops", () => {
  const { ramps, read, now } = setUp();
  let kbps = 290;
  while (now() < 2 * RAMP_MS) {
    kbps *= 1.02;
    assertEquals(read(kbps, kbps).capKbps, null);
  }
  assertEquals(ramps.limitsOf("a").maxRung, 4);
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
  assertEquals(ramps.limitsOf("a").maxRung, START_RUNG);
});

Deno.test("StartRamps shrinks the picture after four low estimates, and caps the path in the end", () => {
  const { ramps, read, now } = setUp();
  for (let i = 0; i < 3; i++) read(200, 190);
  assertEquals(ramps.limitsOf("a").maxRung, START_RUNG);
  // Readings of the second measurement do not count.
  for (let i = 0; i < 5; i++) read(200, 190);
  assertEquals(ramps.limitsOf("a").maxRung, 1);
  while (now() < RAMP_MS - RAMP_INTERVAL_MS) {
    assertEquals(read(210, 190).capKbps, null);
  }
  assertEquals(read(220, 190), { hasChanged: true, capKbps: 210 });
  assertEquals(ramps.limitsOf("a").maxRung, Infinity);
});

Deno.test("StartRamps grows step by step where little is sent, since that tests no path", () => {
  const { ramps, read } = setUp();
  const seen: number[] = [];
  for (let i = 0; i < 20; i++) {
    read(450, 200);
    seen.push(ramps.limitsOf("a").maxRung);
  }
  assertEquals([...new Set(seen)], [START_RUNG, 3, 4, TOP_RUNG]);
});

Deno.test("StartRamps leaves the size to a browser that has no estimate", () => {
  const { ramps, read, now } = setUp();
  read(null, 0);
  while (now() < NO_ESTIMATE_MS - RAMP_INTERVAL_MS) read(null, 100);
  assertEquals(ramps.limitsOf("a").maxRung, START_RUNG);
  assertEquals(ramps.limitsOf("a").keepsResolution, true);
  read(null, 100);
  assertEquals(ramps.limitsOf("a").maxRung, Infinity);
  assertEquals(ramps.limitsOf("a").keepsResolution, false);
});

Deno.test("StartRamps takes a connection that is not made yet for no browser without an estimate", () => {
  const { ramps, read, now } = setUp();
  while (now() < 2 * NO_ESTIMATE_MS) read(null, 0);
  assertEquals(ramps.limitsOf("a").maxRung, START_RUNG);
  for (let i = 0; i < 2; i++) read(3_000, 2_000);
  assertEquals(ramps.limitsOf("a").maxRung >= TOP_RUNG, true);
});

Deno.test("StartRamps keeps the resolution while the picture gets enough bitrate for it", () => {
  const { ramps, read, now } = setUp();
  const keeps = (share: number) => {
    ramps.setBitrateShare("a", share);
    return ramps.limitsOf("a").keepsResolution;
  };
  // The encoder gets little during the second measurement.
  assertEquals(keeps(0.02), true);
  while (now() < RAMP_MS) read(3_000, 2_000);
  assertEquals([0.9, 0.31, 0.29, 0.59, 0.6, 0.31].map(keeps), [
    true,
    true,
    false,
    false,
    true,
    true,
  ]);
  ramps.retainMembers(new Set());
  assertEquals(ramps.limitsOf("a").keepsResolution, false);
});

Deno.test("StartRamps caps no path while no picture is wanted", () => {
  const { read, now } = setUp({ wantedRung: -1 });
  while (now() < RAMP_MS - RAMP_INTERVAL_MS) read(200, 50);
  assertEquals(read(200, 50).capKbps, null);
});

Deno.test("StartRamps sends little for a moment when the first estimate is too low for the picture", () => {
  const { ramps, read, now } = setUp();
  const bitrates: number[] = [];
  while (now() < RAMP_MS) {
    read(300, 280);
    bitrates.push(ramps.limitsOf("a").maxKbps);
  }
  const first = SECOND_PROBE_MS / RAMP_INTERVAL_MS;
  const count = Math.ceil(PAUSE_MS / RAMP_INTERVAL_MS);
  assertEquals(bitrates.indexOf(PAUSE_KBPS), first);
  assertEquals(bitrates.filter((kbps) => kbps === PAUSE_KBPS).length, count);
  assertEquals(bitrates.lastIndexOf(PAUSE_KBPS), first + count - 1);
});

Deno.test("StartRamps leaves the first measurement three round trips", () => {
  const { ramps, read, now } = setUp({ rttMs: 350, connectMs: 2_000 });
  while (now() < 1_000) read(300, 280);
  assertEquals(ramps.limitsOf("a").maxKbps, Infinity);
  read(300, 280);
  assertEquals(ramps.limitsOf("a").maxKbps, PAUSE_KBPS);
});

Deno.test("StartRamps measures no second time where the first measurement showed 1 Mbit/s", () => {
  const { ramps, read, now } = setUp();
  while (now() < RAMP_MS) {
    const kbps = now() < SECOND_PROBE_MS ? 900 : 400;
    read(kbps, kbps);
    assertEquals(ramps.limitsOf("a").maxKbps, Infinity);
  }
});

Deno.test("StartRamps takes the little of that moment for no sign of the path", () => {
  const { ramps, read, now } = setUp();
  while (now() < SECOND_PROBE_MS) read(300, 280);
  assertEquals(ramps.limitsOf("a").maxKbps, PAUSE_KBPS);
  while (ramps.limitsOf("a").maxKbps === PAUSE_KBPS) read(300, 60);
  assertEquals(ramps.limitsOf("a").maxRung, START_RUNG);
  for (let i = 0; i < 2; i++) read(2_500, 280);
  assertEquals(ramps.limitsOf("a").maxRung >= TOP_RUNG, true);
});

Deno.test("StartRamps does not grow while the encoder resumes after that moment", () => {
  const { ramps, read, now } = setUp();
  while (now() < SECOND_PROBE_MS + PAUSE_MS) read(270, 80);
  assertEquals(ramps.limitsOf("a").maxKbps, Infinity);
  for (let i = 0; i < 7; i++) read(270, 80);
  assertEquals(ramps.limitsOf("a").maxRung, START_RUNG);
  read(270, 80);
  assertEquals(ramps.limitsOf("a").maxRung, START_RUNG + 1);
});

Deno.test("StartRamps measures no second time while the estimate grows or the picture has its size", () => {
  const growing = setUp();
  for (let kbps = 300; growing.now() < SECOND_PROBE_MS; kbps *= 1.3) {
    growing.read(kbps, kbps);
  }
  assertEquals(growing.ramps.limitsOf("a").maxKbps, Infinity);
  const good = setUp();
  while (good.now() < RAMP_MS) {
    good.read(3_000, 2_000);
    assertEquals(good.ramps.limitsOf("a").maxKbps, Infinity);
  }
});
