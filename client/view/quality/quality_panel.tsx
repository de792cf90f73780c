/**
 * How the connections do: how many this device and network carry, and for each
 * member the verdict, its cause, and graphs of the last minutes.
 *
 * @module
 */
import type { JSX } from "preact";
import { MAX_SAMPLES } from "../../engine/quality/quality_history.ts";
import type { MemberQuality } from "../../engine/quality/quality_state.ts";
import type { Sample } from "../../engine/quality/connection_sample.ts";
import { useFocusOnce } from "../ui/focus.ts";
import { useQuality } from "../context/quality_context.ts";
import {
  carryingText,
  causeText,
  GRADE_KEYS,
  type Graph,
  GRAPHS,
  measureText,
  pathText,
  pictureText,
  valueText,
} from "./quality_text.ts";
import type { PanelProps } from "../call/side_panel.tsx";
import { SignalBars } from "./signal_bars.tsx";
import { linePath, topOf } from "../ui/sparkline.ts";
import { useText } from "../context/i18n.ts";

/** The quality of all connections, in the side panel. */
export function QualityPanel(
  { state }: Pick<PanelProps, "state">,
): JSX.Element {
  const text = useText();
  const quality = useQuality((all) => all);
  const ref = useFocusOnce<HTMLDivElement>();
  const measures = measureText(text, quality);
  return (
    <div
      class="panel-body quality"
      ref={ref}
      tabIndex={0}
      role="group"
      aria-label={text("quality")}
    >
      <div class="quality-carrying" role="status">
        <p data-testid="carrying">{carryingText(text, quality.carrying)}</p>
        {measures && <p class="quality-hint">{measures}</p>}
      </div>
      {state.participants.length === 0 && (
        <p class="quality-none">{text("qualityAlone")}</p>
      )}
      {state.participants.map(({ id, info }) => (
        <Member
          key={id}
          name={info.name || text("guest")}
          quality={quality.members.get(id) ?? null}
        />
      ))}
    </div>
  );
}

function Member(
  { name, quality }: {
    readonly name: string;
    readonly quality: MemberQuality | null;
  },
): JSX.Element {
  const text = useText();
  const finding = quality?.finding ?? null;
  const last = quality?.samples.at(-1) ?? null;
  const cause = quality ? causeText(text, quality, name) : "";
  return (
    <section class="quality-member" data-testid="quality-member">
      <header>
        <h3>{name}</h3>
        {finding && (
          <span class={`quality-grade is-${finding.grade}`}>
            <SignalBars grade={finding.grade} />
            {text(GRADE_KEYS[finding.grade])}
          </span>
        )}
      </header>
      {cause && <p class="quality-cause">{cause}</p>}
      {quality && last
        ? (
          <>
            <dl class="quality-graphs">
              {GRAPHS.map((graph) => (
                <GraphRow
                  key={graph.id}
                  graph={graph}
                  samples={quality.samples}
                />
              ))}
            </dl>
            <Facts sample={last} />
          </>
        )
        : <p class="quality-none">{text("qualityMeasuring")}</p>}
    </section>
  );
}

/** A graph of a new call is not squeezed into a corner. */
const LEAST_COUNT = MAX_SAMPLES / 4;
const CANVAS = { width: 120, height: 26 };

function GraphRow(
  { graph, samples }: {
    readonly graph: Graph;
    readonly samples: readonly Sample[];
  },
): JSX.Element {
  const text = useText();
  const values = samples.map(graph.read);
  const top = topOf(values, graph.least);
  const now = valueText(text, graph.unit, values.at(-1) ?? null);
  const most = valueText(text, graph.unit, topOf(values, 0));
  const count = Math.max(LEAST_COUNT, values.length);
  return (
    <div class="quality-row" data-graph={graph.id}>
      <dt>{text(graph.label)}</dt>
      <dd>
        <svg
          class="sparkline"
          viewBox={`0 -2 ${CANVAS.width} ${CANVAS.height + 4}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={text("graphOf", { name: text(graph.label), most })}
        >
          <path d={`M0 ${CANVAS.height}H${CANVAS.width}`} class="is-floor" />
          <path d={linePath(values, CANVAS, { count, top })} class="is-line" />
        </svg>
        <span class="quality-value" data-testid="quality-value">{now}</span>
      </dd>
    </div>
  );
}

function Facts({ sample }: { readonly sample: Sample }): JSX.Element {
  const text = useText();
  const got = pictureText(
    text,
    sample.width,
    sample.height,
    sample.framesPerSecond,
    sample.codec,
  );
  const sent = pictureText(
    text,
    sample.sentWidth,
    sample.sentHeight,
    sample.sentFramesPerSecond,
    sample.sentCodec,
  );
  return (
    <dl class="quality-facts">
      <dt>{text("pictureIn")}</dt>
      <dd data-testid="picture-in">{got}</dd>
      <dt>{text("pictureOut")}</dt>
      <dd data-testid="picture-out">{sent}</dd>
      <dt>{text("path")}</dt>
      <dd data-testid="path">{pathText(text, sample.path)}</dd>
    </dl>
  );
}
