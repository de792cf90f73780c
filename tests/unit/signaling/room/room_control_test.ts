import { assertEquals } from "@std/assert";
import {
  RECOVERY_WINDOW_MS,
  RoomAccessControl,
} from "../../../../signaling/room/room_control.ts";

const START = 1_000_000;

interface Row {
  readonly ours: number;
  readonly theirs: number;
  readonly afterMs: number;
  /** Of our room and of their token. */
  readonly ranks?: readonly [number, number];
  readonly want: string;
}

function standing({ ours, theirs, afterMs, ranks = [0, 0] }: Row) {
  const control = new RoomAccessControl();
  control.epoch = ours;
  control.generation = ranks[0];
  const claim = {
    id: "a",
    room: "tea",
    isHost: true,
    isLocked: true,
    epoch: theirs,
    lockVersion: theirs,
    generation: ranks[1],
  };
  return control.assessTrust(claim, {
    startedAtMs: START,
    nowMs: START + afterMs,
  });
}

Deno.test.each<Row>([
  { ours: 5, theirs: 5, afterMs: 1e9, want: "known" },
  { ours: START, theirs: 5, afterMs: 0, ranks: [-9, 5], want: "rightful" },
  {
    ours: START,
    theirs: 5,
    afterMs: RECOVERY_WINDOW_MS - 1,
    ranks: [-9, 5],
    want: "rightful",
  },
  {
    ours: START,
    theirs: 5,
    afterMs: RECOVERY_WINDOW_MS,
    ranks: [-9, 5],
    want: "stranger",
  },
  { ours: START, theirs: 5, afterMs: 0, ranks: [5, 5], want: "stranger" },
  { ours: 5, theirs: 8, afterMs: 0, ranks: [5, -7], want: "stranger" },
  { ours: 8, theirs: 5, afterMs: 0, ranks: [-7, -4], want: "rightful" },
  { ours: 4, theirs: 5, afterMs: 0, want: "rightful" },
  { ours: 6, theirs: 5, afterMs: 0, want: "stranger" },
  { ours: START, theirs: START + 1, afterMs: 9, want: "stranger" },
  { ours: START + 9, theirs: START, afterMs: 9, want: "stranger" },
  {
    ours: START,
    theirs: START - 1,
    afterMs: 9,
    ranks: [-START, -4],
    want: "rightful",
  },
])(
  "RoomControl of epoch $ours takes a token of $theirs after $afterMs ms, of ranks $ranks, for $want",
  (row) => assertEquals(standing(row), row.want),
);

Deno.test("a room founded within the recovery time ranks below all earlier ones", () => {
  const rank = (startedAtMs: number, afterMs: number) => {
    const control = new RoomAccessControl();
    const nowMs = startedAtMs + afterMs;
    control.initialize("a", nowMs, { startedAtMs, nowMs });
    return control.generation;
  };
  const late = rank(START, RECOVERY_WINDOW_MS);
  assertEquals(late, START + RECOVERY_WINDOW_MS);
  const early = rank(START, RECOVERY_WINDOW_MS - 1);
  assertEquals(early, -START);
  assertEquals(rank(START + 5_000_000, 0) < early, true);
});

Deno.test("RoomControl has the first of the seated stand in while nobody is named", () => {
  const control = new RoomAccessControl();
  const seated = [{ id: "a" }, { id: "b" }];
  assertEquals(control.hostIds([]), []);
  assertEquals(control.hostIds(seated), ["a"]);
  assertEquals(control.isNamedHost("a"), false);
  control.addHost("b");
  assertEquals(control.hostIds(seated), ["b"]);
  assertEquals(control.removeHost("a"), false);
  assertEquals(control.removeHost("b"), true);
});
