/**
 * The page at `/learn`: one step of the guide at a time, with the state of both
 * peers and a timeline of everything below.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type {
  LearnProblem,
  LearnState,
} from "../../engine/learn/learn_state.ts";
import type { Store } from "../../engine/store.ts";
import type { TraceContent } from "../../engine/trace/connection_trace.ts";
import type { StringKey } from "../../strings/en.ts";
import { useDocumentTitle, useText } from "../context/i18n.ts";
import { useStore } from "../context/use_store.ts";
import { Timeline } from "../trace/timeline.tsx";
import { Button } from "../ui/button.tsx";
import { PageHeader } from "../ui/page_header.tsx";
import { CodeStep } from "./code_step.tsx";
import { CandidatesStep, OfferStep, SignalingStep } from "./first_steps.tsx";
import { CutStep, MediaStep, PeerStates, SecureStep } from "./later_steps.tsx";
import type { LearnActions } from "./learn_actions.ts";
import { ServersStep } from "./servers_step.tsx";
import type { StepProps } from "./step_props.ts";

/** State and actions of the page. */
export interface LearnPageProps {
  readonly store: Store<LearnState>;
  readonly trace: Store<TraceContent>;
  readonly actions: LearnActions;
}

interface LearnStep {
  /** Fragment of its address. */
  readonly id: string;
  readonly title: StringKey;
  readonly why: StringKey;
  readonly see: StringKey;
  readonly Body: (props: StepProps) => JSX.Element;
}

const FIRST_STEP: LearnStep = {
  id: "signaling",
  title: "learnSignalingTitle",
  why: "learnSignalingWhy",
  see: "learnSignalingSee",
  Body: SignalingStep,
};

const STEPS: readonly LearnStep[] = [
  FIRST_STEP,
  {
    id: "offer",
    title: "learnOfferTitle",
    why: "learnOfferWhy",
    see: "learnOfferSee",
    Body: OfferStep,
  },
  {
    id: "candidates",
    title: "learnIceTitle",
    why: "learnIceWhy",
    see: "learnIceSee",
    Body: CandidatesStep,
  },
  {
    id: "servers",
    title: "learnServersTitle",
    why: "learnServersWhy",
    see: "learnServersSee",
    Body: ServersStep,
  },
  {
    id: "encryption",
    title: "learnSecureTitle",
    why: "learnSecureWhy",
    see: "learnSecureSee",
    Body: SecureStep,
  },
  {
    id: "camera",
    title: "learnMediaTitle",
    why: "learnMediaWhy",
    see: "learnMediaSee",
    Body: MediaStep,
  },
  {
    id: "cut",
    title: "learnCutTitle",
    why: "learnCutWhy",
    see: "learnCutSee",
    Body: CutStep,
  },
  {
    id: "code",
    title: "learnCodeTitle",
    why: "learnCodeWhy",
    see: "learnCodeSee",
    Body: CodeStep,
  },
];

const PROBLEM_KEYS: Readonly<Record<LearnProblem, StringKey>> = {
  "no-server": "learnProblemNoServer",
  "no-relay": "learnProblemNoRelay",
  "no-path": "learnProblemNoPath",
  "no-camera": "learnProblemNoCamera",
  "bad-json": "learnProblemBadJson",
  "browser-refused": "learnProblemBrowserRefused",
};

/** Index of the step that the address names. */
function useStepIndex(): number {
  const read = () =>
    Math.max(0, STEPS.findIndex(({ id }) => `#${id}` === location.hash));
  const [index, setIndex] = useState(read);
  useEffect(() => {
    const update = () => setIndex(read());
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
  }, []);
  return index;
}

/** The page at `/learn`. */
export function LearnPage(
  { store, trace, actions }: LearnPageProps,
): JSX.Element {
  const text = useText();
  useDocumentTitle("learn");
  const state = useStore(store);
  const { events } = useStore(trace);
  const index = useStepIndex();
  const step = STEPS[index] ?? FIRST_STEP;
  return (
    <div class="learn">
      <PageHeader isHomeLink />
      <main class="learn-main" data-testid="learn">
        <div class="learn-head">
          <h1 class="title">{text("learn")}</h1>
          <p class="learn-lead">{text("learnLead")}</p>
        </div>
        <StepList current={step.id} />
        <div class="learn-content">
          <StepFrame key={step.id} step={step} index={index}>
            <step.Body state={state} events={events} actions={actions} />
          </StepFrame>
          <ProblemNote state={state} />
          <PeerStates state={state} />
          <details class="learn-log">
            <summary>{text("learnTimeline")} ({events.length})</summary>
            <Timeline events={events} label={text("learnTimeline")} />
            <div class="learn-buttons">
              <Button testId="learn-reset" onClick={actions.reset}>
                {text("learnReset")}
              </Button>
            </div>
          </details>
        </div>
      </main>
    </div>
  );
}

function StepList({ current }: { readonly current: string }): JSX.Element {
  const text = useText();
  return (
    <nav class="learn-steps" aria-label={text("learnSteps")}>
      <ol>
        {STEPS.map(({ id, title }, index) => (
          <li key={id}>
            <a
              href={`#${id}`}
              data-testid={`step-${id}`}
              aria-current={id === current ? "step" : undefined}
            >
              <span class="learn-number" aria-hidden="true">{index + 1}</span>
              <span>{text(title)}</span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Title, reason and links around a step. */
function StepFrame(
  { step, index, children }: {
    readonly step: LearnStep;
    readonly index: number;
    readonly children: JSX.Element;
  },
): JSX.Element {
  const text = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  // On a change of the step, but not when the page opens.
  useEffect(() => {
    if (document.activeElement?.closest(".learn")) {
      heading.current?.focus();
    }
  }, []);
  const previous = STEPS[index - 1];
  const next = STEPS[index + 1];
  return (
    <article class="learn-card" data-testid={`learn-${step.id}`}>
      <h2 class="learn-title" ref={heading} tabIndex={-1}>
        {index + 1}. {text(step.title)}
      </h2>
      <div class="learn-why">
        <h3>{text("learnWhy")}</h3>
        <p>{text(step.why)}</p>
      </div>
      <div class="learn-see">
        <h3>{text("learnSee")}</h3>
        <p>{text(step.see)}</p>
      </div>
      {children}
      <div class="learn-turn">
        {previous && (
          <a class="button" href={`#${previous.id}`}>{text("learnPrevious")}</a>
        )}
        {next && (
          <a
            class="button is-primary"
            href={`#${next.id}`}
            data-testid="learn-next"
          >
            {text("learnNext")}: {text(next.title)}
          </a>
        )}
      </div>
    </article>
  );
}

function ProblemNote({ state }: { readonly state: LearnState }): JSX.Element {
  const text = useText();
  const { problem, detail } = state;
  return (
    <div role="alert" data-testid="learn-problem" data-problem={problem}>
      {problem && (
        <p class="learn-problem">
          {text(PROBLEM_KEYS[problem])}
          {detail && <span class="trace-hint" translate={false}>{detail}</span>}
        </p>
      )}
    </div>
  );
}
