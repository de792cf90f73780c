/**
 * The page at `/check`: runs the connection check and shows its results.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { RELAY_TRANSPORTS } from "../../engine/check/check_result.ts";
import type { CheckState } from "../../engine/check/connection_check.ts";
import type { Store } from "../../engine/store.ts";
import { useDocumentTitle, useText } from "../context/i18n.ts";
import { useStore } from "../context/use_store.ts";
import { Button } from "../ui/button.tsx";
import { PageHeader } from "../ui/page_header.tsx";
import type { CheckActions } from "./check_actions.ts";
import { CheckDevices } from "./check_devices.tsx";
import { CheckRow } from "./check_row.tsx";
import { VerdictCard } from "./verdict_card.tsx";

/** State and actions of the page. */
export interface CheckPageProps {
  readonly store: Store<CheckState>;
  readonly actions: CheckActions;
  /** Version and hash of the page, as the server names them; null without an answer. */
  readonly build: Promise<PageBuild | null>;
}

/** What is compared with a build of one's own. */
export interface PageBuild {
  readonly version: string;
  readonly hash: string;
}

const START_LABELS = {
  idle: "checkStart",
  running: "checkRunning",
  done: "checkAgain",
} as const;

/** The page at `/check`. */
export function CheckPage(
  { store, actions, build }: CheckPageProps,
): JSX.Element {
  const text = useText();
  useDocumentTitle("check");
  const state = useStore(store);
  const { phase, results } = state;
  const isDone = phase === "done";
  return (
    <div class="check">
      <PageHeader isHomeLink />
      <main class="check-main" data-testid="check" data-phase={phase}>
        <div class="check-head">
          <h1 class="title">{text("check")}</h1>
          <p class="check-lead">{text("checkLead")}</p>
          <Button
            size="large"
            variant={isDone ? "outlined" : "primary"}
            icon={isDone ? "retry" : undefined}
            testId="check-start"
            aria-disabled={phase === "running"}
            onClick={() => actions.run()}
          >
            {text(START_LABELS[phase])}
          </Button>
        </div>
        <div role="status">
          {isDone && <VerdictCard state={state} />}
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
        <BuildLine build={build} />
      </main>
    </div>
  );
}

/** By which a person recognizes that the code of the server has changed. */
function BuildLine(
  { build }: Pick<CheckPageProps, "build">,
): JSX.Element | null {
  const text = useText();
  const [shown, setShown] = useState<PageBuild | null>(null);
  useEffect(() => {
    void build.then(setShown);
  }, [build]);
  return shown && (
    <p class="check-build" data-testid="build-hash">
      {text("checkBuild", { version: shown.version })}
      <code>{shown.hash}</code>
    </p>
  );
}
