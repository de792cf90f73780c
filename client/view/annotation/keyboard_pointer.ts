/**
 * Moves a pointer over a shared screen with the arrow keys.
 *
 * @module
 */
import {
  MAX_COORDINATE,
  type ScreenPoint,
} from "../../engine/annotation/screen_point.ts";

/** Where the pointer begins. */
export const CENTER: ScreenPoint = {
  x: MAX_COORDINATE / 2,
  y: MAX_COORDINATE / 2,
};

/** Distance of a key press in thousandths; with Shift it is five times as far. */
const STEP = 20;

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Subset of `KeyboardEvent` in use. */
export type ArrowPress = Pick<
  KeyboardEvent,
  "key" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey"
>;

/** The point after a key press, or null for any other key. */
export function movePoint(
  { x, y }: ScreenPoint,
  { key, shiftKey, ctrlKey, altKey, metaKey }: ArrowPress,
): ScreenPoint | null {
  const direction = DIRECTIONS[key];
  if (!direction || ctrlKey || altKey || metaKey) return null;
  const step = shiftKey ? 5 * STEP : STEP;
  const within = (value: number) =>
    Math.min(Math.max(value, 0), MAX_COORDINATE);
  return {
    x: within(x + direction[0] * step),
    y: within(y + direction[1] * step),
  };
}
