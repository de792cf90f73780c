import { assertEquals } from "@std/assert";
import { PAGE_MAX_MEMBERS } from "../../../../../signaling/protocol.ts";
import {
  CapacityWarning,
  OVER_CAPACITY_MS,
} from "../../../../../client/engine/quality/capacity_warning.ts";
import {
  type CallCapacityInput,
  estimateCapacity,
  MIN_MEMBER_KBPS,
} from "../../../../../client/engine/quality/call_capacity.ts";
import { sampleWith } from "./fixtures.ts";

function input(part: Partial<CallCapacityInput> = {}): CallCapacityInput {
  return {
    samples: [sampleWith()],
    uplinkKbps: 4_000,
    isUplinkCongested: false,
    cores: 8,
    isDeviceStrained: false,
    isDeviceLimited: false,
    ...part,
  };
}

Deno.test("estimateCapacity() is null before anything was measured", () => {
  const empty = sampleWith({
    availableOutgoingKbps: null,
    kbpsOut: null,
    encodeMsPerFrame: null,
    decodeMsPerFrame: null,
  });
  assertEquals(estimateCapacity(input({ samples: [] })), null);
  assertEquals(estimateCapacity(input({ samples: [empty] })), null);
});

Deno.test("estimateCapacity() is at most what the page allows", () => {
  const samples = [sampleWith({ availableOutgoingKbps: 99_000 })];
  assertEquals(estimateCapacity(input({ samples })), {
    maxMembers: PAGE_MAX_MEMBERS,
    isLowerBound: true,
    limitedBy: null,
  });
});

Deno.test("estimateCapacity() divides a congested uplink", () => {
  const carries = (uplinkKbps: number) =>
    estimateCapacity(input({ uplinkKbps, isUplinkCongested: true }));
  const three = {
    maxMembers: 4,
    isLowerBound: false,
    limitedBy: "network" as const,
  };
  assertEquals(carries(3 * MIN_MEMBER_KBPS - 1), { ...three, maxMembers: 3 });
  assertEquals(carries(3 * MIN_MEMBER_KBPS), three);
  assertEquals(carries(3 * MIN_MEMBER_KBPS + 1), three);
});

Deno.test("estimateCapacity() is a lower bound for an uplink that is not congested", () => {
  const samples = [sampleWith({ availableOutgoingKbps: 3 * MIN_MEMBER_KBPS })];
  assertEquals(estimateCapacity(input({ samples })), {
    maxMembers: 3,
    isLowerBound: true,
    limitedBy: "network",
  });
});

Deno.test("estimateCapacity() is at least the two members that are present", () => {
  const carries = { uplinkKbps: 1, isUplinkFull: true, isDeviceStrained: true };
  assertEquals(estimateCapacity(input(carries))?.maxMembers, 2);
});

Deno.test("estimateCapacity() adds the estimates of all paths", () => {
  const one = sampleWith({ availableOutgoingKbps: MIN_MEMBER_KBPS });
  const samples = [one, one, one, one];
  assertEquals(estimateCapacity(input({ samples }))?.maxMembers, 4);
});

Deno.test("estimateCapacity() uses the sent bitrate where there is no estimate", () => {
  const sample = { availableOutgoingKbps: null, kbpsOut: 2 * MIN_MEMBER_KBPS };
  assertEquals(estimateCapacity(input({ samples: [sampleWith(sample)] })), {
    maxMembers: 2,
    isLowerBound: true,
    limitedBy: "network",
  });
});

Deno.test("estimateCapacity() divides half of the cores by the load of a member", () => {
  const sample = sampleWith({
    encodeMsPerFrame: 15,
    decodeMsPerFrame: 10,
    sentWidth: 320,
    sentHeight: 180,
    width: 320,
    height: 180,
  });
  assertEquals(estimateCapacity(input({ samples: [sample], cores: 4 })), {
    maxMembers: 5,
    isLowerBound: false,
    limitedBy: "device",
  });
});

Deno.test("estimateCapacity() trusts a device that is strained, and one that was", () => {
  const samples = [sampleWith(), sampleWith(), sampleWith()];
  const strained = estimateCapacity(input({ samples, isDeviceStrained: true }));
  assertEquals([strained?.maxMembers, strained?.limitedBy], [3, "device"]);
  const held = estimateCapacity(input({ samples, isDeviceLimited: true }));
  assertEquals([held?.maxMembers, held?.isLowerBound], [4, false]);
});

Deno.test("CapacityWarning warns once, and only when a call stays too large", () => {
  let told = 0;
  const beyond = new CapacityWarning(() => told++);
  const three = {
    maxMembers: 3,
    isLowerBound: false,
    limitedBy: "network",
  } as const;
  assertEquals(beyond.update(null, 9, 0), false);
  assertEquals(beyond.update({ ...three, isLowerBound: true }, 9, 0), false);
  assertEquals(beyond.update(three, 3, 0), false);
  assertEquals(beyond.update(three, 4, 1_000), false);
  const dueMs = 1_000 + OVER_CAPACITY_MS;
  assertEquals(beyond.update(three, 4, dueMs - 1), false);
  assertEquals(told, 0);
  assertEquals(beyond.update(three, 4, dueMs), true);
  assertEquals(beyond.update(three, 4, dueMs + 1), true);
  assertEquals(beyond.update(three, 3, dueMs + 2), false);
  assertEquals(beyond.update(three, 4, dueMs + 3), false);
  assertEquals(beyond.update(three, 4, 2 * dueMs + 3), true);
  assertEquals(told, 1);
});
