/**
 * Messages about marks on a shared screen, of the kind `annotation`.
 *
 * @module
 */
import * as v from "valibot";
import { MAX_COORDINATE, type ScreenPoint } from "./screen_point.ts";

/** Kind of the messages on the data channel. */
export const ANNOTATION_KIND = "annotation";

/** Most points in one message. */
export const MAX_MESSAGE_POINTS = 64;

/** Positions on the wire are whole numbers: tenths of a thousandth. */
const WIRE_SCALE = 10;
/** Largest number of a line. */
const MAX_LINE_ID = 2 ** 31;

const COORDINATE = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(MAX_COORDINATE * WIRE_SCALE),
);

const ANNOTATION_SCHEMA = v.object({
  action: v.picklist(["point", "draw", "clear", "clear-all"]),
  screen: v.string(),
  line: v.fallback(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_LINE_ID)),
    0,
  ),
  points: v.fallback(
    v.pipe(
      v.array(COORDINATE),
      v.maxLength(2 * MAX_MESSAGE_POINTS),
      v.check((numbers) => numbers.length % 2 === 0),
    ),
    [],
  ),
});

/** A message about marks. */
export type AnnotationMessage =
  | {
    readonly action: "point";
    readonly screen: string;
    /** Null removes the pointer. */
    readonly at: ScreenPoint | null;
  }
  | {
    readonly action: "draw";
    readonly screen: string;
    /** Number of a line of this member; points are added to it. */
    readonly line: number;
    readonly points: readonly ScreenPoint[];
  }
  | {
    /** Only the sharer may remove those of all members. */
    readonly action: "clear" | "clear-all";
    readonly screen: string;
  };

/** Reads a message of another member; null when it is malformed. */
export function readAnnotation(message: unknown): AnnotationMessage | null {
  const { success, output } = v.safeParse(ANNOTATION_SCHEMA, message);
  if (!success) return null;
  const { action, screen, line } = output;
  const points = unpack(output.points);
  if (action === "draw") {
    return points.length > 0 ? { action, screen, line, points } : null;
  }
  if (action === "point") return { action, screen, at: points.at(-1) ?? null };
  return { action, screen };
}

/** The message as it is sent. */
export function writeAnnotation(
  message: AnnotationMessage,
): { readonly kind: string } {
  const { action, screen } = message;
  const sent = { kind: ANNOTATION_KIND, action, screen };
  if (message.action === "draw") {
    const points = message.points.flatMap(pack);
    return Object.assign(sent, { line: message.line, points });
  }
  if (message.action === "point") {
    return Object.assign(sent, { points: message.at ? pack(message.at) : [] });
  }
  return sent;
}

function pack({ x, y }: ScreenPoint): number[] {
  return [x, y].map((value) => {
    const whole = Math.round(value * WIRE_SCALE);
    return Math.min(Math.max(whole, 0), MAX_COORDINATE * WIRE_SCALE);
  });
}

function unpack(numbers: readonly number[]): ScreenPoint[] {
  const points: ScreenPoint[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    const [x = 0, y = 0] = numbers.slice(i, i + 2);
    points.push({ x: x / WIRE_SCALE, y: y / WIRE_SCALE });
  }
  return points;
}
