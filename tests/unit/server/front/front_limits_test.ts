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
    ["handshake", 1_010],
    ["header", 1_020],
    ["passing", 1_030],
    ["closing", 4_000],
    ["own-protocol", Infinity],
  ] as const,
)("phaseDeadlineOf() gives stage $0 its own time", (stage, atMs) => {
  assertEquals(phaseDeadlineOf(stage, LIMITS, 1_000), atMs);
});
