import { assertEquals } from "@std/assert";
import { PAGE_MAX_MEMBERS } from "../../../../../signaling/protocol.ts";
import {
  Beyond,
  BEYOND_MS,
} from "../../../../../client/engine/quality/capacity_warning.ts";
import {
  type CarryingInput,
  carryingOf,
  MEMBER_KBPS,
} from "../../../../../client/engine/quality/call_capacity.ts";
import { sampleWith } from "./fixtures.ts";

function input(part: Partial<CarryingInput> = {}): CarryingInput {
  return {
    samples: [sampleWith()],
    uplinkKbps: 4_000,
    isUplinkFull: false,
    cores: 8,
    isDeviceStrained: false,
    isDeviceHeld: false,
    ...part,
  };
}

Deno.test("carryingOf() knows nothing before something was measured", () => {
  const empty = sampleWith({
    availableOutgoingKbps: null,
    kbpsOut: null,
    encodeMsPerFrame: null,
    decodeMsPerFrame: null,
  });
  assertEquals(carryingOf(input({ samples: [] })), null);
  assertEquals(carryingOf(input({ samples: [empty] })), null);
});

Deno.test("carryingOf() promises no more than the page allows", () => {
  const samples = [sampleWith({ availableOutgoingKbps: 99_000 })];
  assertEquals(carryingOf(input({ samples })), {
    members: PAGE_MAX_MEMBERS,
    isAtLeast: true,
    limitedBy: null,
  });
});

Deno.test("carryingOf() divides what a full uplink carries", () => {
  const carries = (uplinkKbps: number) =>
    carryingOf(input({ uplinkKbps, isUplinkFull: true }));
  const three = { members: 4, isAtLeast: false, limitedBy: "network" as const };
  assertEquals(carries(3 * MEMBER_KBPS - 1), { ...three, members: 3 });
  assertEquals(carries(3 * MEMBER_KBPS), three);
  assertEquals(carries(3 * MEMBER_KBPS + 1), three);
});

Deno.test("carryingOf() gives a lower bound for an uplink that was not filled", () => {
  const samples = [sampleWith({ availableOutgoingKbps: 3 * MEMBER_KBPS })];
  assertEquals(carryingOf(input({ samples })), {
    members: 3,
    isAtLeast: true,
    limitedBy: "network",
  });
});

Deno.test("carryingOf() does not count below the two who are there", () => {
  const carries = { uplinkKbps: 1, isUplinkFull: true, isDeviceStrained: true };
  assertEquals(carryingOf(input(carries))?.members, 2);
});

Deno.test("carryingOf() adds what all paths carry", () => {
  const one = sampleWith({ availableOutgoingKbps: MEMBER_KBPS });
  const samples = [one, one, one, one];
  assertEquals(carryingOf(input({ samples }))?.members, 4);
});

Deno.test("carryingOf() relies on what is sent where no estimate is told", () => {
  const sample = { availableOutgoingKbps: null, kbpsOut: 2 * MEMBER_KBPS };
  assertEquals(carryingOf(input({ samples: [sampleWith(sample)] })), {
    members: 2,
    isAtLeast: true,
    limitedBy: "network",
  });
});

Deno.test("carryingOf() divides half of the cores by what a member takes", () => {
  const sample = sampleWith({
    encodeMsPerFrame: 15,
    decodeMsPerFrame: 10,
    sentWidth: 320,
    sentHeight: 180,
    width: 320,
    height: 180,
  });
  assertEquals(carryingOf(input({ samples: [sample], cores: 4 })), {
    members: 5,
    isAtLeast: false,
    limitedBy: "device",
  });
});

Deno.test("carryingOf() believes a device that is strained, and one that was", () => {
  const samples = [sampleWith(), sampleWith(), sampleWith()];
  const strained = carryingOf(input({ samples, isDeviceStrained: true }));
  assertEquals([strained?.members, strained?.limitedBy], [3, "device"]);
  const held = carryingOf(input({ samples, isDeviceHeld: true }));
  assertEquals([held?.members, held?.isAtLeast], [4, false]);
});

Deno.test("Beyond tells once, and only of a call that stays too large", () => {
  let told = 0;
  const beyond = new Beyond(() => told++);
  const three = { members: 3, isAtLeast: false, limitedBy: "network" } as const;
  assertEquals(beyond.update(null, 9, 0), false);
  assertEquals(beyond.update({ ...three, isAtLeast: true }, 9, 0), false);
  assertEquals(beyond.update(three, 3, 0), false);
  assertEquals(beyond.update(three, 4, 1_000), false);
  const dueMs = 1_000 + BEYOND_MS;
  assertEquals(beyond.update(three, 4, dueMs - 1), false);
  assertEquals(told, 0);
  assertEquals(beyond.update(three, 4, dueMs), true);
  assertEquals(beyond.update(three, 4, dueMs + 1), true);
  assertEquals(beyond.update(three, 3, dueMs + 2), false);
  assertEquals(beyond.update(three, 4, dueMs + 3), false);
  assertEquals(beyond.update(three, 4, 2 * dueMs + 3), true);
  assertEquals(told, 1);
});
