/**
 * Signal bars for the quality of a connection. Number of bars and accessible
 * name carry the meaning; the colour only repeats it.
 *
 * @module
 */
import type { JSX } from "preact";
import type { Grade } from "../../engine/quality/connection_grade.ts";
import { getMemberGrade } from "../../engine/quality/quality_state.ts";
import { useText } from "../context/i18n.ts";
import { useQuality } from "../context/quality_context.ts";
import { GRADE_KEYS } from "./grade_text.ts";

const LIT_BAR_COUNT: Readonly<Record<Grade, number>> = {
  good: 3,
  fair: 2,
  poor: 1,
};
const BAR_HEIGHTS = [5, 9, 13] as const;

/** Indicator of one member; nothing before the first grade. */
export function QualityIndicator(
  { id }: { readonly id: string },
): JSX.Element | null {
  const text = useText();
  const grade = useQuality((state) => getMemberGrade(state, id));
  if (!grade) return null;
  const label = text("qualityIs", { grade: text(GRADE_KEYS[grade]) });
  return (
    <span
      class={`signal-mark is-${grade}`}
      role="img"
      aria-label={label}
      title={label}
      data-testid="quality-mark"
      data-grade={grade}
    >
      <QualityBars grade={grade} />
    </span>
  );
}

/** The bars alone, beside a text with the same meaning. */
export function QualityBars(
  { grade }: { readonly grade: Grade },
): JSX.Element {
  return (
    <svg class="bars" viewBox="0 0 17 13" aria-hidden="true" focusable="false">
      {BAR_HEIGHTS.map((height, i) => (
        <rect
          key={height}
          class={i < LIT_BAR_COUNT[grade] ? "is-lit" : ""}
          x={i * 6}
          y={13 - height}
          width="5"
          height={height}
          rx="1.5"
        />
      ))}
    </svg>
  );
}
