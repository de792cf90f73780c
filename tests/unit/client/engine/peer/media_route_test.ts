import { assertEquals } from "@std/assert";
import { mediaRouteOf } from "../../../../../client/engine/peer/media_route.ts";

const candidate = (id: string, candidateType: string) => ({
  id,
  type: "local-candidate",
  candidateType,
});
const pair = (more: Record<string, unknown>) => ({
  id: "pair",
  type: "candidate-pair",
  localCandidateId: "l",
  remoteCandidateId: "r",
  ...more,
});

Deno.test.each([
  { local: "host", remote: "host", want: "direct" },
  { local: "srflx", remote: "prflx", want: "direct" },
  { local: "relay", remote: "host", want: "relayed" },
  { local: "host", remote: "relay", want: "relayed" },
])(
  "mediaRouteOf() calls $local to $remote $want",
  ({ local, remote, want }) => {
    const stats = [
      { id: "t", type: "transport", selectedCandidatePairId: "pair" },
      pair({}),
      candidate("l", local),
      candidate("r", remote),
    ];
    assertEquals(mediaRouteOf(stats), want);
  },
);

Deno.test("mediaRouteOf() finds the pair that Firefox marks as selected", () => {
  const other = { ...pair({ nominated: true, state: "failed" }), id: "other" };
  const stats = [
    other,
    pair({ selected: true }),
    candidate("l", "relay"),
    candidate("r", "host"),
  ];
  assertEquals(mediaRouteOf(stats), "relayed");
});

Deno.test("mediaRouteOf() is null when nothing is selected", () => {
  assertEquals(mediaRouteOf([]), null);
  assertEquals(mediaRouteOf([pair({ state: "in-progress" }), null, 3]), null);
});
