/**
 * The page at `/check`: starts the connection check, shows what it finds, and
 * says in plain words what to do.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CheckState } from "../../engine/check/connection_check.ts";
import { RELAY_TRANSPORTS } from "../../engine/check/check_result.ts";
import {
  type CauseCode,
  type CheckVerdictLevel,
  judgeResults,
} from "../../engine/check/check_diagnosis.ts";
import type { Store } from "../../engine/store.ts";
import { CheckDevices } from "./check_devices.tsx";
import { CheckRow } from "./check_row.tsx";
import { CHECK_CAUSE_KEYS } from "./check_text.ts";
import { Icon } from "../ui/icon.tsx";
import { PageHeader } from "../ui/page_header.tsx";
import { useDocumentTitle, useText } from "../context/i18n.ts";

/** What the person can do on this page. */
export interface CheckActions {
  run(): void;
  record(): void;
  playTone(): void;
  answerTone(isHeard: boolean): void;
  releaseDevices(): void;
}

/** What the page is made of. */
export interface CheckPageProps {
  readonly store: Store<CheckState>;
  readonly actions: CheckActions;
}

const START_LABELS = {
  idle: "checkStart",
  running: "checkRunning",
  done: "checkAgain",
} as const;

/** The page at `/check`. */
export function CheckPage({ store, actions }: CheckPageProps): JSX.Element {
  const text = useText();
  useDocumentTitle("check");
  const [state, setState] = useState(store.get());
  useEffect(() => {
    setState(store.get());
    return store.subscribe(setState);
  }, [store]);
  const { phase, results } = state;
  return (
    <div class="check">
      <PageHeader />
      <main class="check-main" data-testid="check" data-phase={phase}>
        <div class="check-head">
          <h1 class="title">{text("check")}</h1>
          <p class="check-lead">{text("checkLead")}</p>
          <button
            type="button"
            class={`button is-large ${phase === "done" ? "" : "is-primary"}`}
            data-testid="check-start"
            aria-disabled={phase === "running"}
            onClick={() => actions.run()}
          >
            {phase === "done" && <Icon name="retry" />}
            {text(START_LABELS[phase])}
          </button>
        </div>
        <div role="status">
          {phase === "done" && <VerdictCard state={state} />}
        </div>
        <div class="check-cards">
          <CheckDevices state={state} actions={actions} />
          <section class="check-card" aria-labelledby="check-network">
            <h2 id="check-network" class="check-title">
              {text("checkNetwork")}
            </h2>
            <ul class="check-rows">
              {(["signaling", "stun", ...RELAY_TRANSPORTS] as const).map((
                name,
              ) => <CheckRow key={name} name={name} result={results[name]} />)}
            </ul>
          </section>
        </div>
      </main>
    </div>
  );
}

const VERDICT_LOOKS = {
  good: ["verdictGood", "tick"],
  limited: ["verdictLimited", "alert"],
  bad: ["verdictBad", "close"],
} as const satisfies Record<CheckVerdictLevel, readonly [string, string]>;

function VerdictCard({ state }: { readonly state: CheckState }): JSX.Element {
  const text = useText();
  const { level, causes } = judgeResults(state.results);
  const [key, icon] = VERDICT_LOOKS[level];
  return (
    <section
      class={`verdict is-${level}`}
      data-testid="check-verdict"
      data-level={level}
      data-causes={causes.join(" ")}
    >
      <h2 class="verdict-title">
        <span class="check-mark" aria-hidden="true">
          <Icon name={icon} />
        </span>
        {text(key)}
      </h2>
      {causes.length > 0 && (
        <ul class="causes" aria-label={text("verdictDo")}>
          {causes.map((cause) => <Cause key={cause} cause={cause} />)}
        </ul>
      )}
    </section>
  );
}

function Cause({ cause }: { readonly cause: CauseCode }): JSX.Element {
  const text = useText();
  const [what, remedy] = CHECK_CAUSE_KEYS[cause];
  return (
    <li class="cause">
      <h3>{text(what)}</h3>
      <p>{text(remedy)}</p>
      {cause.endsWith("-certificate") && (
        <a class="button is-small" href="/ca">{text("trustThisDevice")}</a>
      )}
      <code>{cause}</code>
    </li>
  );
}
