import { assertEquals } from "@std/assert";
import { loadConfig } from "../../../../server/config/config.ts";
import { deriveTurnLimits } from "../../../../server/ice/turn_limit_settings.ts";

function shares(env: Record<string, string>) {
  const { ice } = loadConfig(env);
  const limits = deriveTurnLimits(ice.limits, ice.relayPorts);
  return [
    limits.maxAnonymousAllocations,
    limits.maxAnonymousRelayBytesPerSecond,
  ];
}

Deno.test("deriveTurnLimits() gives credentials of /ice half of the ports and bytes", () => {
  assertEquals(shares({}), [2048, 62_500_000]);
  assertEquals(
    shares({
      MAX_ALLOCATIONS: "10",
      MAX_TOTAL_RELAY_BYTES_PER_SECOND: "2000",
    }),
    [5, 1000],
  );
});

Deno.test("deriveTurnLimits() counts a small range of ports as a limit", () => {
  assertEquals(shares({ RELAY_PORTS: "50000-50009" })[0], 5);
  assertEquals(shares({ RELAY_PORTS: "50000-50000" })[0], 1);
});
