/**
 * Candidates and candidate pairs as tables.
 *
 * @module
 */
import type { JSX } from "preact";
import {
  joinAddress,
  parseCandidate,
} from "../../engine/trace/candidate_line.ts";
import type { TraceEvent, TracePair } from "../../engine/trace/trace_event.ts";
import { useText } from "../context/i18n.ts";
import { explainCandidateType } from "./trace_text.ts";

/** A candidate in the table. */
export interface CandidateRow {
  readonly line: string;
  readonly atMs: number;
  /** Whose it is. */
  readonly owner: string;
}

/** Candidates of both ends, in order of time. */
export function CandidateTable(
  { rows }: { readonly rows: readonly CandidateRow[] },
): JSX.Element | null {
  const text = useText();
  const parsed = rows.flatMap((row) => {
    const parts = parseCandidate(row.line);
    return parts ? [{ ...row, parts }] : [];
  });
  if (parsed.length === 0) return null;
  return (
    <div
      class="table-scroll"
      tabIndex={0}
      role="group"
      aria-label={text("traceCandidates")}
    >
      <table class="trace-table" data-testid="candidates">
        <caption>{text("traceCandidates")}</caption>
        <thead>
          <tr>
            <th scope="col">{text("traceColSide")}</th>
            <th scope="col">{text("traceColType")}</th>
            <th scope="col">{text("traceColAddress")}</th>
            <th scope="col">{text("traceColTime")}</th>
          </tr>
        </thead>
        <tbody>
          {parsed.map(({ parts, owner, atMs }, index) => (
            <tr key={index} data-type={parts.type}>
              <td>{owner}</td>
              <td>
                <strong translate={false}>{parts.type}</strong>
                <span class="trace-hint">
                  {explainCandidateType(text, parts.type)}
                </span>
              </td>
              <td translate={false}>
                {joinAddress(parts.address, parts.port)} {parts.protocol}
              </td>
              <td class="is-number">
                {text("traceMs", { n: Math.round(atMs) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Pairs with their last state; `owner` is empty for a single connection. */
export function PairTable(
  { events, nameOf }: {
    readonly events: readonly TraceEvent[];
    readonly nameOf: (connection: string) => string;
  },
): JSX.Element | null {
  const text = useText();
  const pairs = latestPairs(events);
  if (pairs.length === 0) return null;
  return (
    <div
      class="table-scroll"
      tabIndex={0}
      role="group"
      aria-label={text("tracePairs")}
    >
      <table class="trace-table" data-testid="pairs">
        <caption>{text("tracePairs")}</caption>
        <thead>
          <tr>
            <th scope="col">{text("traceConnection")}</th>
            <th scope="col">{text("traceLocal")}</th>
            <th scope="col">{text("traceRemote")}</th>
            <th scope="col">{text("traceColState")}</th>
            <th scope="col">{text("traceColRoundTrip")}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr
              key={`${pair.connection} ${pair.pairId}`}
              data-selected={pair.isSelected}
            >
              <td dir="auto">{nameOf(pair.connection)}</td>
              <td translate={false}>
                <strong>{pair.local.type}</strong> {pair.local.protocol}
                <span class="trace-hint">{pair.local.address}</span>
              </td>
              <td translate={false}>
                <strong>{pair.remote.type}</strong>
                <span class="trace-hint">{pair.remote.address}</span>
              </td>
              <td>
                <span translate={false}>{pair.state}</span>
                {pair.isSelected && (
                  <strong class="trace-selected">
                    {text("traceSelected")}
                  </strong>
                )}
              </td>
              <td class="is-number">
                {pair.roundTripMs === null
                  ? "–"
                  : text("traceMs", { n: Math.round(pair.roundTripMs) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type PairEvent = TracePair & Pick<TraceEvent, "connection">;

/** The pair in use first, then the others, each with its last state. */
function latestPairs(events: readonly TraceEvent[]): PairEvent[] {
  const latest = new Map<string, PairEvent>();
  for (const event of events) {
    if (event.kind === "pair") {
      latest.set(`${event.connection} ${event.pairId}`, event);
    }
  }
  return [...latest.values()]
    .sort((a, b) => Number(b.isSelected) - Number(a.isSelected));
}
