/**
 * A level meter for sound.
 *
 * @module
 */
import type { JSX } from "preact";

/** A horizontal bar; `level` is 0 to 1. */
export function Meter(
  { label, level, testId }: {
    readonly label: string;
    readonly level: number;
    readonly testId: string;
  },
): JSX.Element {
  return (
    <div
      class="meter"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(level * 100)}
      data-testid={testId}
      style={{ "--level": level.toFixed(3) }}
    />
  );
}
