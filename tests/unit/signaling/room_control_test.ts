import { assertEquals } from "@std/assert";
import { RECOVERY_MS, RoomControl } from "../../../signaling/room_control.ts";

const START = 1_000_000;

function standing(ours: number, theirs: number, afterMs: number) {
  const control = new RoomControl();
  control.epoch = ours;
  const claim = {
    id: "a",
    room: "tea",
    isHost: true,
    isLocked: true,
    epoch: theirs,
    change: theirs,
  };
  return control.standingOf(claim, {
    startedAtMs: START,
    nowMs: START + afterMs,
  });
}

Deno.test.each([
  { ours: 5, theirs: 5, afterMs: 1e9, want: "known" },
  { ours: START, theirs: 5, afterMs: 0, want: "rightful" },
  { ours: START, theirs: 5, afterMs: RECOVERY_MS - 1, want: "rightful" },
  { ours: START, theirs: 5, afterMs: RECOVERY_MS, want: "stranger" },
  { ours: 4, theirs: 5, afterMs: 0, want: "rightful" },
  { ours: 6, theirs: 5, afterMs: 0, want: "stranger" },
  { ours: START, theirs: START + 1, afterMs: 9, want: "stranger" },
  { ours: START + 9, theirs: START, afterMs: 9, want: "stranger" },
  { ours: START, theirs: START - 1, afterMs: 9, want: "rightful" },
])(
  "RoomControl of epoch $ours takes a token of $theirs after $afterMs ms for $want",
  ({ ours, theirs, afterMs, want }) => {
    assertEquals(standing(ours, theirs, afterMs), want);
  },
);

Deno.test("RoomControl has the first of the seated stand in while nobody is named", () => {
  const control = new RoomControl();
  const seated = [{ id: "a" }, { id: "b" }];
  assertEquals(control.hosts([]), []);
  assertEquals(control.hosts(seated), ["a"]);
  assertEquals(control.isNamed("a"), false);
  control.name("b");
  assertEquals(control.hosts(seated), ["b"]);
  assertEquals(control.forget("a"), false);
  assertEquals(control.forget("b"), true);
});
