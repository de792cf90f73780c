import { assertEquals } from "@std/assert";
import { MAX_LINE_POINTS } from "../../../../../client/engine/annotation/annotation_board.ts";
import {
  type AnnotationMessage,
  MAX_MESSAGE_POINTS,
  readAnnotation,
  writeAnnotation,
} from "../../../../../client/engine/annotation/annotation_messages.ts";
import {
  AnnotationSender,
  BATCH_MS,
} from "../../../../../client/engine/annotation/annotation_sender.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";

function setUp() {
  const clock = new FakeClock();
  const shown: AnnotationMessage[] = [];
  const sent: AnnotationMessage[] = [];
  const sender = new AnnotationSender({
    clock,
    show: (message) => shown.push(message),
    send: (message) => sent.push(message),
  });
  return { clock, sender, shown, sent };
}

const at = (x: number) => ({ x, y: 0 });

Deno.test("AnnotationSender shows points at once and sends them in batches", () => {
  const { clock, sender, shown, sent } = setUp();
  for (const x of [0, 10, 20]) sender.draw("s", at(x));
  sender.endLine();
  sender.draw("s", at(30));
  assertEquals([shown.length, sent.length], [4, 0]);
  clock.advance(BATCH_MS);
  assertEquals(sent, [
    { action: "draw", screen: "s", line: 0, points: [0, 10, 20].map(at) },
    { action: "draw", screen: "s", line: 1, points: [at(30)] },
  ]);
  clock.advance(10 * BATCH_MS);
  assertEquals(sent.length, 2);
});

Deno.test("AnnotationSender sends the last position of the pointer in a batch", () => {
  const { clock, sender, sent } = setUp();
  for (const x of [1, 2, 3]) sender.point("s", at(x));
  clock.advance(BATCH_MS);
  sender.point("s", null);
  clock.advance(BATCH_MS);
  assertEquals(sent, [
    { action: "point", screen: "s", at: at(3) },
    { action: "point", screen: "s", at: null },
  ]);
});

Deno.test("AnnotationSender leaves out points that hardly move, and begins a long line again", () => {
  const { clock, sender, shown, sent } = setUp();
  sender.draw("s", at(0));
  sender.draw("s", at(1));
  assertEquals(shown.length, 1);
  for (let i = 1; i <= MAX_LINE_POINTS; i++) sender.draw("s", at(i * 2));
  clock.advance(BATCH_MS);
  const lines = sent.flatMap((m) => m.action === "draw" ? [m] : []);
  assertEquals(new Set(lines.map(({ line }) => line)), new Set([0, 1]));
  for (const { points } of lines) {
    assertEquals(points.length <= MAX_MESSAGE_POINTS, true);
  }
  assertEquals(lines.find(({ line }) => line === 1)?.points[0], {
    x: 2 * MAX_LINE_POINTS - 2,
    y: 0,
  });
});

Deno.test("readAnnotation() reads what writeAnnotation() wrote, to a tenth of a thousandth", () => {
  for (
    const message of [
      { action: "clear", screen: "s" },
      { action: "clear-all", screen: "s" },
      { action: "point", screen: "s", at: null },
      { action: "point", screen: "s", at: { x: 0.3, y: 999.9 } },
      { action: "draw", screen: "s", line: 3, points: [at(0), at(1_000)] },
    ] as const
  ) assertEquals(readAnnotation(writeAnnotation(message)), message);
});
