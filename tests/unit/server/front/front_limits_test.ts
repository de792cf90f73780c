import { assertEquals } from "@std/assert";
import {
  type FrontLimits,
  phaseDeadlineOf,
} from "../../../../server/front/front_limits.ts";

const LIMITS: FrontLimits = {
  maxConnections: 1,
  maxConnectionsPerAddress: 1,
  handshakeTimeoutMs: 10,
  headerTimeoutMs: 20,
  idleTimeoutMs: 30,
};

Deno.test.each(
  [
    ["header", 1_020],
    ["response", 1_030],
    ["idle", 1_030],
    ["closing", 4_000],
    ["own-protocol", Infinity],
  ] as const,
)("phaseDeadlineOf() gives phase $0 its own time", (phase, atMs) => {
  assertEquals(phaseDeadlineOf(phase, LIMITS, 1_000), atMs);
});
