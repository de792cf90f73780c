/**
 * Events of connections in the order of time.
 *
 * @module
 */
import type { JSX } from "preact";
import type { TraceEvent } from "../../engine/trace/trace_event.ts";
import { useText } from "../context/i18n.ts";
import { describeEvent, KIND_KEYS } from "./trace_text.ts";

/** A list of events; `nameOf` gives the name of a connection. */
export function Timeline(
  { events, nameOf = (connection) => connection, label }: {
    readonly events: readonly TraceEvent[];
    readonly nameOf?: (connection: string) => string;
    readonly label: string;
  },
): JSX.Element {
  const text = useText();
  if (events.length === 0) {
    return <p class="trace-empty">{text("traceEmpty")}</p>;
  }
  const startMs = events[0]?.atMs ?? 0;
  const lengthMs = Math.max(1, (events.at(-1)?.atMs ?? 0) - startMs);
  return (
    <ol class="timeline" aria-label={label} data-testid="timeline">
      {events.map((event) => (
        <TimelineRow
          key={event.id}
          event={event}
          name={nameOf(event.connection)}
          part={(event.atMs - startMs) / lengthMs}
        />
      ))}
    </ol>
  );
}

/** @param part Position of the event between the first and the last, 0 to 1. */
function TimelineRow(
  { event, name, part }: {
    readonly event: TraceEvent;
    readonly name: string;
    readonly part: number;
  },
): JSX.Element {
  const text = useText();
  const time = text("traceMs", { n: Math.round(event.atMs) });
  return (
    <li class={`timeline-row is-${event.kind}`} data-kind={event.kind}>
      <svg class="timeline-bar" viewBox="0 0 100 8" aria-hidden="true">
        <path d="M4 4H96" class="is-track" />
        <circle cx={4 + 92 * part} cy="4" r="4" />
      </svg>
      <span class="timeline-time">{time}</span>
      {name && <span class="timeline-name" dir="auto">{name}</span>}
      <span class="timeline-what">
        <span class="timeline-kind">{text(KIND_KEYS[event.kind])}</span>{" "}
        {event.kind === "message"
          ? <MessageText event={event} />
          : <span translate={false}>{describeEvent(text, event)}</span>}
      </span>
    </li>
  );
}

function MessageText(
  { event }: {
    readonly event: Extract<TraceEvent, { readonly kind: "message" }>;
  },
): JSX.Element {
  const text = useText();
  const isIn = event.direction === "in";
  return (
    <details class="timeline-message" data-event={event.event}>
      <summary translate={false}>
        <span class={isIn ? "is-in" : "is-out"} aria-hidden="true">
          {isIn ? "←" : "→"}
        </span>{" "}
        <span class="visually-hidden">
          {text(isIn ? "traceIn" : "traceOut")}
        </span>{" "}
        <code>{event.event}</code>
      </summary>
      <pre
        tabIndex={0}
        translate={false}
      >{event.text}{event.length > event.text.length && "…"}</pre>
    </details>
  );
}
