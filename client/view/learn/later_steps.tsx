/**
 * Encryption and data channel, the camera, and what happens when it is cut.
 *
 * @module
 */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import type { LearnState } from "../../engine/learn/learn_state.ts";
import { useText } from "../context/i18n.ts";
import { Timeline } from "../trace/timeline.tsx";
import { Button } from "../ui/button.tsx";
import { Video } from "../ui/media_elements.tsx";
import { PeerPaths } from "./first_steps.tsx";
import { JsonField } from "./json_field.tsx";
import { RunButton } from "./run_button.tsx";
import { RelayToggle } from "./servers_step.tsx";
import type { StepProps } from "./step_props.ts";

/** DTLS and the data channel. */
export function SecureStep({ state, events, actions }: StepProps): JSX.Element {
  const text = useText();
  return (
    <>
      <TextSender state={state} actions={actions} />
      <div class="learn-buttons">
        <RunButton
          label="learnSecureCompare"
          testId="run-fingerprints"
          name="fingerprints"
          running={state.running}
          onRun={actions.compareFingerprints}
        />
      </div>
      {state.fingerprints && <Fingerprints pair={state.fingerprints} />}
      <Timeline
        events={events.filter((event) =>
          event.kind === "state" && ["dtls", "channel"].includes(event.name)
        )}
        label={text("traceStates")}
      />
    </>
  );
}

function Fingerprints(
  { pair: [written, used] }: { readonly pair: readonly [string, string] },
): JSX.Element {
  const text = useText();
  const verdict = used === ""
    ? "unknown"
    : written.toUpperCase() === used.toUpperCase()
    ? "same"
    : "different";
  const keys = {
    unknown: "learnSecureUnknown",
    same: "learnSecureSame",
    different: "learnSecureDifferent",
  } as const;
  return (
    <div
      class="learn-result"
      data-testid="fingerprints"
      data-verdict={verdict}
    >
      <dl class="learn-facts">
        <dt>{text("learnSecureWritten")}</dt>
        <dd translate={false}>
          <code>{written}</code>
        </dd>
        {used && <dt>{text("learnSecureUsed")}</dt>}
        {used && (
          <dd translate={false}>
            <code>{used}</code>
          </dd>
        )}
      </dl>
      <p role="status">
        <strong>{text(keys[verdict])}</strong>
      </p>
    </div>
  );
}

/** A text from A to B over the data channel; connects them first. */
function TextSender(
  { state, actions }: Pick<StepProps, "state" | "actions">,
): JSX.Element {
  const text = useText();
  const id = useId();
  const [draft, setDraft] = useState("안녕! Hello!");
  const isOpen = state.a.isChannelOpen;
  return (
    <>
      {!isOpen && (
        <div class="learn-buttons">
          <RunButton
            isPrimary
            label="learnCutConnect"
            testId="run-connect"
            name="candidates"
            running={state.running}
            onRun={actions.exchangeCandidates}
          />
        </div>
      )}
      <form
        class="learn-form"
        onSubmit={(event) => {
          event.preventDefault();
          actions.sendText("A", draft);
        }}
      >
        <label class="field-label" for={id}>{text("learnSecureText")}</label>
        <div class="joined-field">
          <input
            id={id}
            class="input"
            data-testid="channel-text"
            value={draft}
            maxLength={200}
            autocomplete="off"
            onInput={({ currentTarget }) => setDraft(currentTarget.value)}
          />
          <Button type="submit" testId="channel-send" disabled={!isOpen}>
            {text("learnSecureSend")}
          </Button>
        </div>
      </form>
      <p role="status" data-testid="channel-received">
        {text("learnReceived")}: {state.b.texts.length === 0
          ? text("learnNothingReceived")
          : `${state.b.texts.at(-1)} (${state.b.texts.length})`}
      </p>
    </>
  );
}

const FIRST_CONSTRAINTS = JSON.stringify(
  {
    video: {
      frameRate: { ideal: 10, max: 15 },
      width: { ideal: 640 },
      height: { ideal: 480 },
      facingMode: "user",
    },
  },
  null,
  2,
);

/** The camera, with constraints. */
export function MediaStep({ state, events, actions }: StepProps): JSX.Element {
  const text = useText();
  const [json, setJson] = useState(FIRST_CONSTRAINTS);
  const { localStream, remoteStream, running, settings } = state;
  return (
    <>
      <JsonField
        label={text("learnMediaJson")}
        testId="constraints-json"
        value={json}
        onChange={setJson}
      />
      <div class="learn-buttons">
        <RunButton
          isPrimary
          label="learnMediaRun"
          testId="run-camera"
          name="camera"
          running={running}
          onRun={() => actions.openCamera(json)}
        />
        <RunButton
          label="learnMediaDrawn"
          testId="run-drawn"
          running={running}
          onRun={actions.openDrawnPicture}
        />
      </div>
      {localStream && (
        <div class="learn-videos">
          <LearnVideo stream={localStream} label={text("learnMediaMine")} />
          <LearnVideo stream={remoteStream} label={text("learnMediaTheirs")} />
        </div>
      )}
      {settings && (
        <div>
          <p class="field-label">{text("learnMediaSettings")}</p>
          <pre
            class="trace-pre"
            tabIndex={0}
            data-testid="camera-settings"
            translate={false}
          >{settings}</pre>
        </div>
      )}
      <Timeline
        events={events.filter((event) =>
          event.kind === "media" ||
          (event.kind === "description" && event.side === "local")
        )}
        label={text("learnTimeline")}
      />
    </>
  );
}

function LearnVideo(
  { stream, label }: {
    readonly stream: MediaStream | null;
    readonly label: string;
  },
): JSX.Element {
  return (
    <figure class="learn-video">
      <div class="learn-screen">
        <Video stream={stream} label={label} />
      </div>
      <figcaption>{label}</figcaption>
    </figure>
  );
}

/** What happens without signaling, without the relay, and after a restart. */
export function CutStep({ state, events, actions }: StepProps): JSX.Element {
  const text = useText();
  const { running, isRelayOnly } = state;
  return (
    <>
      <TextSender state={state} actions={actions} />
      <div class="learn-buttons">
        <RunButton
          label="learnCutSockets"
          testId="cut-sockets"
          running={running}
          onRun={actions.closeSockets}
        />
        <RelayToggle
          isRelayOnly={isRelayOnly}
          running={running}
          onRun={actions.setRelayOnly}
        />
        <RunButton
          label="learnCutSeats"
          testId="cut-seats"
          running={running}
          onRun={actions.endSeats}
        />
        <RunButton
          isPrimary
          label="learnCutRestart"
          testId="run-restart"
          name="restart"
          running={running}
          onRun={actions.restartIce}
        />
      </div>
      <Timeline
        events={events.filter((event) => event.kind === "state").slice(-12)}
        label={text("traceStates")}
      />
      <PeerPaths events={events} />
    </>
  );
}

/** State of both peers, always in view. */
export function PeerStates(
  { state }: { readonly state: LearnState },
): JSX.Element {
  const text = useText();
  return (
    <div class="learn-peers">
      {(["a", "b"] as const).map((key) => {
        const peer = state[key];
        const name = key.toUpperCase();
        return (
          <section
            key={key}
            class="learn-peer"
            data-testid={`peer-${key}`}
            data-connection={peer.connection}
            data-online={peer.isOnline}
            data-channel={peer.isChannelOpen}
            aria-label={text("learnPeer", { name })}
          >
            <strong>{text("learnPeer", { name })}</strong>
            <span class={peer.isOnline ? "is-good" : ""}>
              {text(peer.isOnline ? "learnOnline" : "learnOffline")}
            </span>
            <span class={peer.connection === "connected" ? "is-good" : ""}>
              {text("learnConnection", { state: peer.connection })}
            </span>
            <span>{text("learnIce", { state: peer.ice })}</span>
            <span class={peer.isChannelOpen ? "is-good" : ""}>
              {text(
                peer.isChannelOpen ? "learnChannelOpen" : "learnChannelClosed",
              )}
            </span>
          </section>
        );
      })}
    </div>
  );
}
