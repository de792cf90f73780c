/**
 * STUN and TURN: gathering with other servers, and only relay.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { GatherState } from "../../engine/learn/learn_state.ts";
import { useText } from "../context/i18n.ts";
import { CandidateTable } from "../trace/path_tables.tsx";
import { JsonField } from "./json_field.tsx";
import { PeerPaths } from "./first_steps.tsx";
import { RunButton } from "./run_button.tsx";
import type { StepProps } from "./step_props.ts";

/** Gathers with the servers of a field. */
export function ServersStep(
  { state, events, actions }: StepProps,
): JSX.Element {
  const text = useText();
  const [json, setJson] = useState(state.iceServers);
  useEffect(() => setJson(state.iceServers), [state.iceServers]);
  const { running, gathered, isRelayOnly } = state;
  const hasServers = state.iceServers !== "";
  return (
    <>
      <div class="learn-buttons">
        <RunButton
          isPrimary={!hasServers}
          label="learnServersLoad"
          testId="run-servers"
          name="servers"
          running={running}
          onRun={actions.loadServers}
        />
      </div>
      {hasServers && (
        <>
          <JsonField
            label={text("learnServersJson")}
            testId="servers-json"
            value={json}
            onChange={setJson}
          />
          <div class="learn-buttons">
            <RunButton
              isPrimary
              label="learnServersRun"
              testId="run-gather"
              running={running}
              onRun={() => actions.gather(json, "all")}
            />
            <RunButton
              label="learnServersRelay"
              testId="run-gather-relay"
              running={running}
              onRun={() => actions.gather(json, "relay")}
            />
          </div>
          {gathered && <Gathered gathered={gathered} />}
          <p class="learn-note">
            {text("learnServersLifetime", {
              n: Math.round(state.ttlSeconds / 60),
            })}
          </p>
          <p class="learn-note">{text("learnRelayOnlyHint")}</p>
          <div class="learn-buttons">
            <RelayToggle
              isRelayOnly={isRelayOnly}
              running={running}
              onRun={actions.setRelayOnly}
            />
          </div>
          <PeerPaths events={events} />
        </>
      )}
    </>
  );
}

/** Allows only relayed paths, or all. */
export function RelayToggle(
  { isRelayOnly, running, onRun }: {
    readonly isRelayOnly: boolean;
    readonly running: string | null;
    readonly onRun: (isRelayOnly: boolean) => void;
  },
): JSX.Element {
  return (
    <RunButton
      label={isRelayOnly ? "learnDirectToo" : "learnRelayOnly"}
      testId="toggle-relay"
      name="relay"
      running={running}
      onRun={() => onRun(!isRelayOnly)}
    />
  );
}

function Gathered(
  { gathered }: { readonly gathered: GatherState },
): JSX.Element {
  const text = useText();
  const { candidates, errors, isDone } = gathered;
  const hasReflexive = candidates.some(({ line }) => / typ srflx\b/.test(line));
  return (
    <div
      class="learn-result"
      data-testid="gathered"
      data-done={isDone}
    >
      <p role="status">
        {!isDone
          ? text("learnRunning")
          : candidates.length === 0
          ? text("learnServersNone")
          : text("learnServersDone")}
      </p>
      <CandidateTable
        rows={candidates.map(({ line, atMs, url }) => ({
          line,
          atMs,
          owner: url || text("traceLocal"),
        }))}
      />
      {isDone && candidates.length > 0 && !hasReflexive && (
        <p class="learn-note">{text("learnServersSameAddress")}</p>
      )}
      {errors.length > 0 && (
        <>
          <p class="learn-note">{text("learnServersErrors")}</p>
          <ul class="learn-list">
            {errors.map((error) => <li key={error}>{error}</li>)}
          </ul>
        </>
      )}
    </div>
  );
}
