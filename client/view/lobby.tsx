/**
 * The lobby: how the person looks and is called, before anyone sees them.
 *
 * @module
 */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { MAX_NAME } from "../engine/member_info.ts";
import type { CallState } from "../engine/call_state.ts";
import type { Actions } from "./actions.ts";
import { Brand } from "./brand.tsx";
import { DeviceField, DeviceProblem } from "./device_field.tsx";
import { DeviceToggle } from "./device_toggle.tsx";
import { Icon } from "./icon.tsx";
import { initialsOf } from "./initials.ts";
import { KnockWait } from "./knock_wait.tsx";
import { LanguageSwitch } from "./language_switch.tsx";
import { Video } from "./media_elements.tsx";
import { refusalKey } from "./refusal.ts";
import { useText } from "./text.ts";

/** What the lobby shows. */
export interface LobbyProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly room: string;
  /** The name of last time. */
  readonly name: string;
}

/** The page at `/r/NAME` until the person joins. */
export function Lobby(props: LobbyProps): JSX.Element {
  const { state, actions, room } = props;
  const text = useText();
  const [name, setName] = useState(props.name);
  const isJoining = state.phase === "joining";
  const isKnocking = state.phase === "knocking";
  const wasKnocking = useRef(false);
  if (isKnocking) wasKnocking.current = true;
  return (
    <div class="lobby">
      <header class="masthead">
        <a class="brand-link" href="/" aria-label={`Maru: ${text("toStart")}`}>
          <Brand />
        </a>
        <LanguageSwitch />
      </header>
      <main class="lobby-main">
        <Preview state={state} actions={actions} name={name} />
        <form
          class="lobby-card"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isKnocking) actions.join(name);
          }}
        >
          <div class="lobby-head">
            <h1 class="title">{text("lobbyTitle")}</h1>
            <p class="room-line">
              <span class="room-chip" title={text("room")}>{room}</span>
              <CopyLink actions={actions} />
            </p>
          </div>
          <label class="field">
            <span class="field-label">{text("yourName")}</span>
            <input
              class="input"
              data-testid="name-input"
              name="name"
              autocomplete="name"
              maxLength={MAX_NAME}
              readOnly={isKnocking}
              placeholder={text("namePlaceholder")}
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </label>
          <div class="device-fields">
            {(["camera", "microphone"] as const).map((kind) => (
              <DeviceField
                key={kind}
                kind={kind}
                device={state.media[kind]}
                actions={actions}
              />
            ))}
          </div>
          <Problems state={state} actions={actions} />
          {isKnocking
            ? <KnockWait actions={actions} />
            : <JoinButton isJoining={isJoining} isBack={wasKnocking.current} />}
          <p class="lobby-status" role="status">{statusOf(state, text)}</p>
          <a class="quiet-link lobby-check" href="/check">
            {text("checkLink")}
          </a>
        </form>
      </main>
    </div>
  );
}

function JoinButton(
  { isJoining, isBack }: {
    readonly isJoining: boolean;
    /** True after a wait that was given up: the focus was on its button. */
    readonly isBack: boolean;
  },
): JSX.Element {
  const text = useText();
  const ref = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (isBack) ref.current?.focus();
  }, []);
  return (
    <button
      type="submit"
      ref={ref}
      class="button is-primary is-large"
      data-testid="join"
      aria-disabled={isJoining}
    >
      {text(isJoining ? "joining" : "join")}
    </button>
  );
}

function CopyLink({ actions }: Pick<LobbyProps, "actions">): JSX.Element {
  const text = useText();
  return (
    <button
      type="button"
      class="button is-small is-quiet"
      data-testid="copy-link"
      onClick={() => actions.copyLink()}
    >
      <Icon name="link" />
      {text("copyLink")}
    </button>
  );
}

function Preview(
  { state, actions, name }: Omit<LobbyProps, "room">,
): JSX.Element {
  const text = useText();
  const { camera, microphone, preview, facing } = state.media;
  const isMirrored = facing === "user";
  return (
    <section class="preview" data-testid="preview" aria-label={text("preview")}>
      {preview === null && (
        <div class="preview-off">
          <span class="avatar hue-0">
            {initialsOf(name) || <Icon name="people" />}
          </span>
          <p>{text(camera.isStarting ? "cameraStarting" : "cameraIsOff")}</p>
        </div>
      )}
      <Video stream={preview} isMirrored={isMirrored} label={text("preview")} />
      <div class="preview-controls">
        <DeviceToggle kind="microphone" device={microphone} actions={actions} />
        <DeviceToggle kind="camera" device={camera} actions={actions} />
      </div>
    </section>
  );
}

function Problems(
  { state, actions }: Pick<LobbyProps, "state" | "actions">,
): JSX.Element {
  const text = useText();
  const { camera, microphone } = state.media;
  const isAny = camera.problem !== null || microphone.problem !== null;
  return (
    <div class="problems" role="status">
      <DeviceProblem kind="camera" device={camera} actions={actions} />
      <DeviceProblem kind="microphone" device={microphone} actions={actions} />
      {isAny && <p class="problems-end">{text("canStillJoin")}</p>}
    </div>
  );
}

function statusOf(
  { phase, refusal, link }: CallState,
  text: ReturnType<typeof useText>,
): string {
  if (phase !== "joining" && phase !== "knocking") return "";
  if (refusal !== null) return text(refusalKey(refusal));
  if (link === "knocking") return text("waitingToEnterText");
  return link === "waiting" ? text("waitingForServer") : "";
}
