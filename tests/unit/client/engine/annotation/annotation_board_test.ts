import { assertEquals } from "@std/assert";
import {
  AnnotationBoard,
  FADE_MS,
  LINE_MS,
  MAX_LINE_POINTS,
  MAX_LINES_PER_MEMBER,
  POINTER_MS,
} from "../../../../../client/engine/annotation/annotation_board.ts";
import {
  MAX_MESSAGE_POINTS,
  writeAnnotation,
} from "../../../../../client/engine/annotation/annotation_messages.ts";
import {
  type AnnotationState,
  NO_ANNOTATIONS,
} from "../../../../../client/engine/annotation/annotation_state.ts";
import { MAX_POINTS_PER_SECOND } from "../../../../../client/engine/annotation/point_rate.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";

function setUp() {
  const clock = new FakeClock();
  const state = new Store<AnnotationState>(NO_ANNOTATIONS);
  const board = new AnnotationBoard({ clock, state });
  const marks = () => state.get().marks;
  const draw = (by: string, line: number, count = 1) => {
    const points = Array.from({ length: count }, (_, i) => ({ x: i, y: 1 }));
    const message = { action: "draw", screen: "s", line, points } as const;
    board.receive(by, writeAnnotation(message));
  };
  return { clock, board, marks, draw };
}

const point = (x: number, y: number) =>
  writeAnnotation({ action: "point", screen: "s", at: { x, y } });

Deno.test("AnnotationBoard keeps one pointer per member and screen, until it is removed", () => {
  const { board, marks } = setUp();
  board.receive("a", point(1, 2));
  board.receive("a", point(3.4, 4));
  board.receive("b", point(5, 6));
  assertEquals(marks().map(({ by, points }) => [by, ...points]), [
    ["a", { x: 3.4, y: 4 }],
    ["b", { x: 5, y: 6 }],
  ]);
  board.receive(
    "a",
    writeAnnotation({ action: "point", screen: "s", at: null }),
  );
  assertEquals(marks().map(({ by }) => by), ["b"]);
});

Deno.test("AnnotationBoard adds points to a line of the same number and member", () => {
  const { draw, marks } = setUp();
  draw("a", 1, 2);
  draw("b", 1);
  draw("a", 1);
  draw("a", 2);
  assertEquals(marks().map(({ by, points }) => [by, points.length]), [
    ["b", 1],
    ["a", 3],
    ["a", 1],
  ]);
});

for (
  const { kind, show, ms } of [
    { kind: "pointer", show: () => point(1, 1), ms: POINTER_MS },
    {
      kind: "line",
      show: () =>
        writeAnnotation({
          action: "draw",
          screen: "s",
          line: 0,
          points: [{ x: 1, y: 1 }],
        }),
      ms: LINE_MS,
    },
  ]
) {
  Deno.test(`AnnotationBoard fades a ${kind} after its time, then removes it`, () => {
    const { board, clock, marks } = setUp();
    board.receive("a", show());
    clock.advance(ms - 1);
    assertEquals(marks()[0]?.isFading, false);
    clock.advance(FADE_MS / 2);
    assertEquals(marks()[0]?.isFading, true);
    clock.advance(FADE_MS);
    assertEquals(marks(), []);
  });
}

Deno.test("AnnotationBoard keeps a line whose points go on arriving", () => {
  const { clock, draw, marks } = setUp();
  for (let i = 0; i < 3; i++) {
    draw("a", 1);
    clock.advance(LINE_MS - 1);
    assertEquals(marks()[0]?.isFading, false);
  }
});

Deno.test("AnnotationBoard bounds the length and number of lines of a member", () => {
  const { clock, draw, marks } = setUp();
  for (let i = 0; i < MAX_LINE_POINTS / MAX_MESSAGE_POINTS + 1; i++) {
    draw("a", 0, MAX_MESSAGE_POINTS);
    clock.advance(200);
  }
  assertEquals(marks()[0]?.points.length, MAX_LINE_POINTS);
  draw("b", 0);
  for (let i = 1; i <= MAX_LINES_PER_MEMBER; i++) draw("a", i);
  const ofA = marks().filter(({ by }) => by === "a");
  assertEquals(ofA.length, MAX_LINES_PER_MEMBER);
  assertEquals(ofA.some(({ key }) => key === "a s 0"), false);
  assertEquals(marks().some(({ by }) => by === "b"), true);
});

Deno.test("AnnotationBoard drops the points of a member above its rate, for that second", () => {
  const { clock, board, draw, marks } = setUp();
  for (let sent = 0; sent < 2 * MAX_POINTS_PER_SECOND;) {
    draw("a", 0, 50);
    sent += 50;
  }
  assertEquals(marks()[0]?.points.length, MAX_POINTS_PER_SECOND);
  board.receive("a", point(1, 1));
  draw("b", 0);
  assertEquals(marks().map(({ by }) => by), ["a", "b"]);
  clock.advance(1_000);
  board.receive("a", point(1, 1));
  assertEquals(marks().at(-1)?.kind, "pointer");
});

Deno.test("AnnotationBoard ignores malformed messages", () => {
  const { board, marks } = setUp();
  const fields = { kind: "annotation", screen: "s", line: 1 };
  for (
    const malformed of [
      null,
      "draw",
      { ...fields },
      { ...fields, action: "erase" },
      { ...fields, action: "draw", points: [] },
      { ...fields, action: "draw", points: [1] },
      { ...fields, action: "draw", points: [1, 10_001] },
      { ...fields, action: "draw", points: [1, -1] },
      { ...fields, action: "draw", points: [1.5, 1] },
      { ...fields, action: "draw", points: ["1", 1] },
      {
        ...fields,
        action: "draw",
        points: Array(2 * MAX_MESSAGE_POINTS + 2).fill(1),
      },
      { ...fields, screen: 5, action: "draw", points: [1, 1] },
    ]
  ) board.receive("a", malformed);
  assertEquals(marks(), []);
});

Deno.test("AnnotationBoard clears own marks for a member, and all for the sharer", () => {
  const { board, draw, marks } = setUp();
  const clear = (by: string, action: "clear" | "clear-all") =>
    board.receive(by, writeAnnotation({ action, screen: "s" }));
  for (const by of ["a", "b", "s"]) draw(by, 0);
  clear("a", "clear-all");
  assertEquals(marks().map(({ by }) => by), ["b", "s"]);
  clear("b", "clear");
  assertEquals(marks().map(({ by }) => by), ["s"]);
  draw("a", 1);
  clear("s", "clear-all");
  assertEquals(marks(), []);
});
