/**
 * The quality panel: capacity of this device and network, and for each member
 * the grade, its cause, and graphs of the last minutes.
 *
 * @module
 */
import type { JSX } from "preact";
import { MAX_SAMPLES } from "../../engine/quality/quality_history.ts";
import type { CandidatePairInfo } from "../../engine/quality/candidate_pair.ts";
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
  QUALITY_GRAPHS,
  type QualityGraph,
} from "./quality_text.ts";
import { GRADE_KEYS } from "./grade_text.ts";
import type { PanelProps } from "../context/panel_props.ts";
import { QualityBars } from "./quality_indicator.tsx";
import { TraceButton } from "./trace_button.tsx";
import { buildLinePath, scaleMaxOf } from "../ui/sparkline.ts";
import { useText } from "../context/i18n.ts";

/** Content of the side panel. */
export function QualityPanel(
  { state, actions }: Pick<PanelProps, "state" | "actions">,
): JSX.Element {
  const text = useText();
  const quality = useQuality((all) => all);
  const ref = useFocusOnMount<HTMLDivElement>();
  const mitigation = describeMitigation(text, quality);
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
        {mitigation && <p class="quality-hint">{mitigation}</p>}
        {quality.backgroundFrameMs !== null && (
          <p class="quality-hint" data-testid="background-time">
            {text("backgroundTime", {
              ms: Math.round(quality.backgroundFrameMs),
            })}
          </p>
        )}
      </div>
      {state.remoteMembers.length === 0 && (
        <p class="quality-none">{text("qualityAlone")}</p>
      )}
      {state.remoteMembers.map(({ id, info, status }) => (
        <MemberSection
          key={id}
          name={info.name || text("guest")}
          isConnected={status.kind === "connected"}
          quality={quality.members.get(id) ?? null}
        />
      ))}
      <TraceButton state={state} actions={actions} />
    </div>
  );
}

function MemberSection(
  { name, isConnected, quality }: {
    readonly name: string;
    readonly isConnected: boolean;
    readonly quality: MemberQuality | null;
  },
): JSX.Element {
  const text = useText();
  // What was measured before says nothing about a lost connection.
  const assessment = isConnected ? quality?.assessment ?? null : null;
  const last = quality?.samples.at(-1) ?? null;
  const cause = quality && isConnected
    ? describeIssue(text, quality, name)
    : "";
  return (
    <section class="quality-member" data-testid="quality-member">
      <header>
        <h3 dir="auto">{name}</h3>
        {assessment && (
          <span class={`quality-grade is-${assessment.grade}`}>
            <QualityBars grade={assessment.grade} />
            {text(GRADE_KEYS[assessment.grade])}
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
            <MediaDetails sample={last} candidatePair={quality.candidatePair} />
          </>
        )
        : <p class="quality-none">{text("qualityMeasuring")}</p>}
    </section>
  );
}

/** Width of the graph in samples while a call is young. */
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
  const max = scaleMaxOf(values, graph.suggestedMax);
  const current = formatGraphValue(text, graph.unit, values.at(-1) ?? null);
  const highest = formatGraphValue(text, graph.unit, scaleMaxOf(values, 0));
  const pointCount = Math.max(MIN_POINT_COUNT, values.length);
  return (
    <div class="quality-row" data-graph={graph.id}>
      <dt>{text(graph.label)}</dt>
      <dd>
        <svg
          class="sparkline"
          viewBox={`0 -2 ${SPARKLINE_SIZE.width} ${SPARKLINE_SIZE.height + 4}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={text("graphOf", {
            name: text(graph.label),
            most: highest,
          })}
        >
          <path
            d={`M0 ${SPARKLINE_SIZE.height}H${SPARKLINE_SIZE.width}`}
            class="is-floor"
          />
          <path
            d={buildLinePath(values, SPARKLINE_SIZE, {
              pointCount,
              max,
            })}
            class="is-line"
          />
        </svg>
        <span class="quality-value" data-testid="quality-value">{current}</span>
      </dd>
    </div>
  );
}

function MediaDetails(
  { sample, candidatePair }: {
    readonly sample: QualitySample;
    readonly candidatePair: CandidatePairInfo | null;
  },
): JSX.Element {
  const text = useText();
  const receivedVideo = formatVideo(
    text,
    sample.width,
    sample.height,
    sample.framesPerSecond,
    sample.codec,
  );
  const sentVideo = formatVideo(
    text,
    sample.sentWidth,
    sample.sentHeight,
    sample.sentFramesPerSecond,
    sample.sentCodec,
  );
  return (
    <dl class="quality-facts">
      <dt>{text("pictureIn")}</dt>
      <dd data-testid="picture-in">{receivedVideo}</dd>
      <dt>{text("pictureOut")}</dt>
      <dd data-testid="picture-out">{sentVideo}</dd>
      <dt>{text("path")}</dt>
      <dd data-testid="path">{formatCandidatePair(text, candidatePair)}</dd>
    </dl>
  );
}
