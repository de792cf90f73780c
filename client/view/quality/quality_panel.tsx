/**
 * How the connections do: how many this device and network carry, and for each
 * member the verdict, its cause, and graphs of the last minutes.
 *
 * @module
 */
import type { JSX } from "preact";
import { MAX_SAMPLES } from "../../engine/quality/quality_history.ts";
import type { MemberQuality } from "../../engine/quality/quality_state.ts";
import type { QualitySample } from "../../engine/quality/connection_sample.ts";
import { useFocusOnMount } from "../ui/focus.ts";
import { useQuality } from "../context/quality_context.ts";
import {
  describeCapacity,
  describeIssue,
  describeMitigation,
  formatCandidatePair,
  formatGraphValue,
  formatVideo,
  GRADE_KEYS,
  QUALITY_GRAPHS,
  type QualityGraph,
} from "./quality_text.ts";
import type { PanelProps } from "../call/side_panel.tsx";
import { QualityBars } from "./quality_indicator.tsx";
import { buildLinePath, scaleMaxOf } from "../ui/sparkline.ts";
import { useText } from "../context/i18n.ts";

/** The quality of all connections, in the side panel. */
export function QualityPanel(
  { state }: Pick<PanelProps, "state">,
): JSX.Element {
  const text = useText();
  const quality = useQuality((all) => all);
  const ref = useFocusOnMount<HTMLDivElement>();
  const measures = describeMitigation(text, quality);
  return (
    <div
      class="panel-body quality"
      ref={ref}
      tabIndex={0}
      role="group"
      aria-label={text("quality")}
    >
      <div class="quality-carrying" role="status">
        <p data-testid="carrying">{describeCapacity(text, quality.capacity)}</p>
        {measures && <p class="quality-hint">{measures}</p>}
      </div>
      {state.remoteMembers.length === 0 && (
        <p class="quality-none">{text("qualityAlone")}</p>
      )}
      {state.remoteMembers.map(({ id, info }) => (
        <MemberSection
          key={id}
          name={info.name || text("guest")}
          quality={quality.members.get(id) ?? null}
        />
      ))}
    </div>
  );
}

function MemberSection(
  { name, quality }: {
    readonly name: string;
    readonly quality: MemberQuality | null;
  },
): JSX.Element {
  const text = useText();
  const finding = quality?.assessment ?? null;
  const last = quality?.samples.at(-1) ?? null;
  const cause = quality ? describeIssue(text, quality, name) : "";
  return (
    <section class="quality-member" data-testid="quality-member">
      <header>
        <h3>{name}</h3>
        {finding && (
          <span class={`quality-grade is-${finding.grade}`}>
            <QualityBars grade={finding.grade} />
            {text(GRADE_KEYS[finding.grade])}
          </span>
        )}
      </header>
      {cause && <p class="quality-cause">{cause}</p>}
      {quality && last
        ? (
          <>
            <dl class="quality-graphs">
              {QUALITY_GRAPHS.map((graph) => (
                <GraphRow
                  key={graph.id}
                  graph={graph}
                  samples={quality.samples}
                />
              ))}
            </dl>
            <MediaDetails sample={last} />
          </>
        )
        : <p class="quality-none">{text("qualityMeasuring")}</p>}
    </section>
  );
}

/** A graph of a new call is not squeezed into a corner. */
const MIN_POINT_COUNT = MAX_SAMPLES / 4;
const SPARKLINE_SIZE = { width: 120, height: 26 };

function GraphRow(
  { graph, samples }: {
    readonly graph: QualityGraph;
    readonly samples: readonly QualitySample[];
  },
): JSX.Element {
  const text = useText();
  const values = samples.map(graph.read);
  const top = scaleMaxOf(values, graph.suggestedMax);
  const now = formatGraphValue(text, graph.unit, values.at(-1) ?? null);
  const most = formatGraphValue(text, graph.unit, scaleMaxOf(values, 0));
  const count = Math.max(MIN_POINT_COUNT, values.length);
  return (
    <div class="quality-row" data-graph={graph.id}>
      <dt>{text(graph.label)}</dt>
      <dd>
        <svg
          class="sparkline"
          viewBox={`0 -2 ${SPARKLINE_SIZE.width} ${SPARKLINE_SIZE.height + 4}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={text("graphOf", { name: text(graph.label), most })}
        >
          <path
            d={`M0 ${SPARKLINE_SIZE.height}H${SPARKLINE_SIZE.width}`}
            class="is-floor"
          />
          <path
            d={buildLinePath(values, SPARKLINE_SIZE, {
              pointCount: count,
              max: top,
            })}
            class="is-line"
          />
        </svg>
        <span class="quality-value" data-testid="quality-value">{now}</span>
      </dd>
    </div>
  );
}

function MediaDetails(
  { sample }: { readonly sample: QualitySample },
): JSX.Element {
  const text = useText();
  const got = formatVideo(
    text,
    sample.width,
    sample.height,
    sample.framesPerSecond,
    sample.codec,
  );
  const sent = formatVideo(
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
      <dd data-testid="path">{formatCandidatePair(text, sample.path)}</dd>
    </dl>
  );
}
