/**
 * The marks on one shared screen, each in the colour of its member, with the
 * name of the member at its newest one.
 *
 * @module
 */
import { Fragment, type JSX } from "preact";
import { useContext } from "preact/hooks";
import type { ScreenMark } from "../../engine/annotation/annotation_state.ts";
import {
  MAX_COORDINATE,
  type ScreenPoint,
} from "../../engine/annotation/screen_point.ts";
import {
  MemberNamesContext,
  useAnnotations,
} from "../context/annotation_context.ts";
import { useText } from "../context/i18n.ts";
import { useHueClass } from "../context/member_hues.ts";
import { classNames } from "../ui/class_names.ts";

/** Part of the width from which a name is left of its mark. */
const FLIP_AT = 0.75 * MAX_COORDINATE;

/** Lines and pointers; decorative for screen readers, which announce them. */
export function AnnotationMarks(
  { screenId }: { readonly screenId: string },
): JSX.Element {
  const all = useAnnotations(({ marks }) => marks);
  const marks = all.filter((mark) => mark.screenId === screenId);
  const newest = new Map(marks.map((mark) => [mark.by, mark]));
  return (
    <div class="annotation-marks" aria-hidden="true">
      <svg
        viewBox={`0 0 ${MAX_COORDINATE} ${MAX_COORDINATE}`}
        preserveAspectRatio="none"
      >
        {marks.map((mark) =>
          mark.kind === "line" && <Line key={mark.key} mark={mark} />
        )}
      </svg>
      {marks.map((mark) => (
        <Fragment key={mark.key}>
          {mark.kind === "pointer" && <PointerDot mark={mark} />}
          {newest.get(mark.by) === mark && <NameLabel mark={mark} />}
        </Fragment>
      ))}
    </div>
  );
}

interface MarkProps {
  readonly mark: ScreenMark;
}

function Line({ mark }: MarkProps): JSX.Element {
  const hue = useHueClass(mark.by);
  const [first] = mark.points;
  // A single point twice is drawn as a dot.
  const drawn = mark.points.length === 1 && first
    ? [first, first]
    : mark.points;
  const points = drawn.map(({ x, y }) => `${x},${y}`).join(" ");
  return (
    <g
      class={classNames("annotation-line", hue, mark.isFading && "is-fading")}
      data-testid="annotation-line"
      data-by={mark.by}
    >
      <polyline class="annotation-casing" points={points} />
      <polyline points={points} />
    </g>
  );
}

function PointerDot({ mark }: MarkProps): JSX.Element {
  const hue = useHueClass(mark.by);
  return (
    <span
      class={classNames(
        "annotation-pointer",
        hue,
        mark.isFading && "is-fading",
      )}
      style={positionOf(mark.points.at(-1))}
      data-testid="annotation-pointer"
      data-by={mark.by}
    />
  );
}

/** Name beside a mark of another member. */
function NameLabel({ mark }: MarkProps): JSX.Element | null {
  const text = useText();
  const hue = useHueClass(mark.by);
  const name = useContext(MemberNamesContext).get(mark.by);
  const end = mark.points.at(-1);
  if (name === undefined || !end) return null;
  return (
    <span
      class={classNames(
        "annotation-name",
        hue,
        end.x > FLIP_AT && "is-left",
        mark.isFading && "is-fading",
      )}
      style={positionOf(end)}
      data-testid="annotation-name"
      dir="auto"
    >
      {name || text("guest")}
    </span>
  );
}

function positionOf(
  point: ScreenPoint | undefined,
): { readonly left: string; readonly top: string } {
  const percent = (value = 0) => `${(100 * value) / MAX_COORDINATE}%`;
  return { left: percent(point?.x), top: percent(point?.y) };
}
