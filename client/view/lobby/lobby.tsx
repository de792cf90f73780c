/**
 * The lobby: name, current participants, join button.
 *
 * @module
 */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { serverUrl } from "../../engine/base_url.ts";
import type { BrowserObstacle } from "../../engine/call/browser_obstacle.ts";
import type { CallState } from "../../engine/call/call_state.ts";
import { MAX_NAME_LENGTH } from "../../../signaling/display_name.ts";
import type { Actions } from "../context/actions.ts";
import { type TextFormatter, useText } from "../context/i18n.ts";
import { DeviceProblems } from "../devices/device_problem.tsx";
import { BrowserNotice } from "../invite/browser_notice.tsx";
import { InviteButton } from "../invite/invite_options.tsx";
import { refusalKeyOf } from "../start/refusal_text.ts";
import { Icon } from "../ui/icon.tsx";
import { useLimitedText } from "../ui/limited_text.ts";
import { PageHeader } from "../ui/page_header.tsx";
import { enterCall, JoinButtons } from "./join_buttons.tsx";
import { KnockStatus } from "./knock_status.tsx";
import { LobbyDevices } from "./lobby_devices.tsx";
import { LobbyPreview } from "./lobby_preview.tsx";
import { formatRoster } from "./roster_text.ts";

/** Input of the lobby. */
export interface LobbyProps {
  readonly state: CallState;
  readonly actions: Actions;
  /** Name from the last call, or empty. */
  readonly name: string;
  /** What does not work in this browser, or null. */
  readonly obstacle: BrowserObstacle | null;
}

/** The page at `/r/NAME` before the call. */
export function Lobby(props: LobbyProps): JSX.Element {
  const { state, actions, obstacle } = props;
  const text = useText();
  const [name, setName] = useState(props.name);
  const nameField = useLimitedText(MAX_NAME_LENGTH, setName);
  const isKnocking = state.phase === "knocking";
  const wasKnocking = useRef(false);
  if (isKnocking) wasKnocking.current = true;
  return (
    <div class="lobby">
      <PageHeader isHomeLink />
      <main class="lobby-main">
        <LobbyPreview state={state} actions={actions} name={name} />
        <form
          class="lobby-card"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isKnocking) enterCall(state, actions, name);
          }}
        >
          <LobbyHead {...props} />
          {obstacle && (
            <BrowserNotice
              obstacle={obstacle}
              actions={{ copyLinkSilently: actions.copyOwnLink }}
            />
          )}
          <label class="field">
            <span class="field-label">{text("yourName")}</span>
            <input
              class="input"
              data-testid="name-input"
              name="name"
              autocomplete="name"
              dir="auto"
              readOnly={isKnocking}
              placeholder={text("namePlaceholder")}
              value={name}
              onInput={nameField.onInput}
            />
          </label>
          <p class="field-note" role="status">
            {nameField.isCut && text("nameCut", { n: MAX_NAME_LENGTH })}
          </p>
          {obstacle?.kind !== "no-devices" && (
            <ProblemList state={state} actions={actions} />
          )}
          {isKnocking ? <KnockStatus actions={actions} /> : (
            <JoinButtons
              state={state}
              actions={actions}
              name={name}
              shouldFocus={wasKnocking.current}
            />
          )}
          <p class="page-status" role="status">
            {formatLobbyStatus(state, text)}
          </p>
          <a class="quiet-link lobby-check" href={serverUrl("/check").pathname}>
            {text("checkLink")}
          </a>
        </form>
        <LobbyDevices state={state} actions={actions} />
      </main>
    </div>
  );
}

function LobbyHead(
  { state, actions }: LobbyProps,
): JSX.Element {
  const text = useText();
  return (
    <div class="lobby-head">
      <h1 class="title">
        {text(state.entry === "return" ? "returnTitle" : "lobbyTitle")}
      </h1>
      <div class="room-line">
        <span class="room-chip" title={text("room")}>{state.roomName}</span>
        <InviteButton state={state} actions={actions} />
      </div>
      <RosterLine names={state.roomRoster} />
    </div>
  );
}

/** Current participants; empty before the server's answer, with a fixed height. */
function RosterLine(
  { names }: { readonly names: CallState["roomRoster"] },
): JSX.Element {
  const text = useText();
  return (
    <p
      class="inside"
      role="status"
      data-testid="inside"
      data-count={names?.length}
    >
      {names && (
        <>
          <Icon name="people" />
          <span>{formatRoster(names, text)}</span>
        </>
      )}
    </p>
  );
}

function ProblemList(
  { state, actions }: Pick<LobbyProps, "state" | "actions">,
): JSX.Element {
  const text = useText();
  const { camera, microphone } = state.media;
  const hasProblem = camera.problem !== null || microphone.problem !== null;
  return (
    <div class="problems" role="status">
      <DeviceProblems media={state.media} actions={actions} />
      {hasProblem && <p class="problems-end">{text("canStillJoin")}</p>}
    </div>
  );
}

function formatLobbyStatus(
  { phase, refusal, serverFault, signalingState, entry }: CallState,
  text: TextFormatter,
): string {
  if (phase === "lobby" && entry === "other-tab") return text("otherTab");
  if (phase !== "joining" && phase !== "knocking") return "";
  if (refusal !== null) return text(refusalKeyOf(refusal));
  if (serverFault !== null) return serverFault;
  if (signalingState === "knocking") return text("waitingToEnterText");
  return signalingState === "waiting" ? text("waitingForServer") : "";
}
