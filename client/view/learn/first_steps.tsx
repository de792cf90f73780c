/**
 * The first steps: signaling, descriptions, candidates.
 *
 * @module
 */
import type { JSX } from "preact";
import type {
  TraceDescription,
  TraceEvent,
} from "../../engine/trace/trace_event.ts";
import { useText } from "../context/i18n.ts";
import { CandidateTable, PairTable } from "../trace/path_tables.tsx";
import { SdpView } from "../trace/sdp_view.tsx";
import { Timeline } from "../trace/timeline.tsx";
import { RunButton } from "./run_button.tsx";
import type { StepProps } from "./step_props.ts";

/** Both peers open a WebSocket. */
export function SignalingStep(
  { state, events, actions }: StepProps,
): JSX.Element {
  const text = useText();
  const messages = events.filter(({ kind }) => kind === "message");
  return (
    <>
      <div class="learn-buttons">
        <RunButton
          isPrimary
          label="learnSignalingRun"
          testId="run-sockets"
          name="sockets"
          running={state.running}
          onRun={actions.connectSockets}
        />
      </div>
      <Timeline events={messages} label={text("traceMessages")} />
    </>
  );
}

/** A offers, B answers. */
export function OfferStep({ state, events, actions }: StepProps): JSX.Element {
  const text = useText();
  const offer = findDescription(events, "A", "offer");
  const answer = findDescription(events, "B", "answer");
  return (
    <>
      <div class="learn-buttons">
        <RunButton
          isPrimary={!offer}
          label="learnOfferRun"
          testId="run-offer"
          name="offer"
          running={state.running}
          onRun={actions.createOffer}
        />
        <RunButton
          isPrimary={offer !== null && !answer}
          label="learnAnswerRun"
          testId="run-answer"
          name="answer"
          running={state.running}
          onRun={actions.exchangeDescriptions}
        />
      </div>
      <div class="learn-columns">
        {offer && (
          <SdpView
            title={`${text("learnPeer", { name: "A" })}: offer`}
            sdp={offer.sdp}
          />
        )}
        {answer && (
          <SdpView
            title={`${text("learnPeer", { name: "B" })}: answer`}
            sdp={answer.sdp}
          />
        )}
      </div>
    </>
  );
}

/** Both send their candidates. */
export function CandidatesStep(
  { state, events, actions }: StepProps,
): JSX.Element {
  return (
    <>
      <div class="learn-buttons">
        <RunButton
          isPrimary
          label="learnIceRun"
          testId="run-candidates"
          name="candidates"
          running={state.running}
          onRun={actions.exchangeCandidates}
        />
      </div>
      <PeerPaths events={events} />
    </>
  );
}

/** Pairs and candidates of both peers since their last offer. */
export function PeerPaths(
  { events }: { readonly events: readonly TraceEvent[] },
): JSX.Element {
  const text = useText();
  const nameOf = (name: string) => text("learnPeer", { name });
  const recent = sinceLastConnection(events);
  const candidates = recent.flatMap((event) =>
    event.kind === "candidate" && event.side === "local"
      ? [{
        line: event.line,
        atMs: event.atMs,
        owner: nameOf(event.connection),
      }]
      : []
  );
  return (
    <>
      <PairTable events={recent} nameOf={nameOf} />
      <CandidateTable rows={candidates} />
    </>
  );
}

/** Events since candidates were gathered last, for a connection or a restart. */
function sinceLastConnection(
  events: readonly TraceEvent[],
): readonly TraceEvent[] {
  const starts = events.filter((event) =>
    event.kind === "state" && event.name === "gathering" &&
    event.value === "gathering" && event.connection === "A"
  );
  const startId = starts.at(-1)?.id ?? 0;
  return events.filter(({ id }) => id >= startId);
}

function findDescription(
  events: readonly TraceEvent[],
  connection: string,
  type: string,
): TraceDescription | null {
  const found = events.filter((event) =>
    event.kind === "description" && event.connection === connection &&
    event.side === "local" && event.type === type
  ).at(-1);
  return found?.kind === "description" ? found : null;
}
