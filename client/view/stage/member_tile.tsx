/**
 * One person on the stage: picture or initials, name, and how the connection
 * to them does, in words.
 *
 * @module
 */
import type { JSX } from "preact";
import type { RemoteMember } from "../../engine/call/call_state.ts";
import type { CallState } from "../../engine/call/call_state.ts";
import type { PeerStatus } from "../../engine/peer/peer.ts";
import type { StringKey } from "../../strings/en.ts";
import type { Actions } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { hueOf, initialsOf } from "../ui/initials.ts";
import { Audio, Video } from "../ui/media_elements.tsx";
import { type Rect, rectToStyle } from "./rect_style.ts";
import { QualityIndicator } from "../quality/quality_indicator.tsx";
import { type PinToggle, TileTools } from "./tile_tools.tsx";
import { useText } from "../context/i18n.ts";

/** Word for a status; also the tile's `data-state`. */
export function connectionStateOf(
  status: PeerStatus,
):
  | "connecting"
  | "connected"
  | "direct"
  | "relayed"
  | "reconnecting"
  | "failed" {
  return status.kind === "connected"
    ? status.route ?? "connected"
    : status.kind;
}

/** While a connection is looked for, its last picture stays, dimmed. */
function hasVideo({ kind }: PeerStatus): boolean {
  return kind === "connected" || kind === "reconnecting";
}

const FAILURE_KEYS = {
  "no-answer": "noAnswer",
  "no-path": "noPath",
} as const satisfies Record<string, StringKey>;

/** Another member of the call. */
export function MemberTile(
  { person, isSpeaking, pin, place, actions, onBlocked }: {
    readonly person: RemoteMember;
    readonly isSpeaking: boolean;
    readonly pin: PinToggle;
    readonly place: Rect | undefined;
    readonly actions: Actions;
    readonly onBlocked: () => void;
  },
): JSX.Element {
  const text = useText();
  const { id, info, status, audio, video } = person;
  const name = info.name || text("guest");
  const word = connectionStateOf(status);
  const isLoud = isSpeaking && !info.muted;
  const state = text(word);
  return (
    <article
      tabIndex={-1}
      class={`tile is-${status.kind} ${isLoud ? "is-speaking" : ""} ${
        pin.isPinned ? "is-pinned" : ""
      }`}
      style={rectToStyle(place)}
      data-testid="tile"
      data-peer-id={id}
      data-state={word}
      data-speaking={isLoud}
      aria-label={text("tileOf", { name, state })}
    >
      <Avatar id={id} name={name} />
      <Video
        stream={video}
        label={name}
        isHidden={info.cameraOff || !hasVideo(status)}
      />
      {audio && <Audio stream={audio} onBlocked={onBlocked} />}
      {status.kind === "failed" && (
        <div class="tile-failure">
          <p>{text(FAILURE_KEYS[status.reason])}</p>
          <button
            type="button"
            class="button is-small"
            onClick={({ currentTarget }) => {
              // The button goes with the failure that it stands in.
              currentTarget.closest<HTMLElement>(".tile")?.focus();
              actions.retryConnection(id);
            }}
          >
            <Icon name="retry" />
            {text("tryAgain")}
          </button>
          <CheckLink />
        </div>
      )}
      <span class={`tile-state is-${word}`}>
        {status.kind === "connected" && <QualityIndicator id={id} />}
        <span data-testid="connection-state">{state}</span>
      </span>
      <NameLabel name={name} isMuted={info.muted} />
      <TileTools name={name} pin={pin} />
    </article>
  );
}

/** Opens beside the call, so that the call goes on trying. */
function CheckLink(): JSX.Element {
  const text = useText();
  return (
    <a class="button is-small" href="/check" target="_blank" rel="noopener">
      {text("checkLink")}
    </a>
  );
}

/** The person themselves. */
export function SelfTile(
  { state, pin, hide, place, isSmall }: {
    readonly state: CallState;
    readonly pin: PinToggle;
    /** Absent while there is nobody else to see. */
    readonly hide: (() => void) | null;
    readonly place: Rect | undefined;
    readonly isSmall: boolean;
  },
): JSX.Element {
  const text = useText();
  const { media, self } = state;
  const isLoud = state.activeSpeakers.includes(null) && !self.muted;
  return (
    <article
      tabIndex={-1}
      class={`tile is-self ${isSmall ? "is-small" : ""} ${
        isLoud ? "is-speaking" : ""
      } ${pin.isPinned ? "is-pinned" : ""}`}
      style={rectToStyle(place)}
      data-testid="self-tile"
      data-speaking={isLoud}
      aria-label={text("you")}
    >
      <Avatar id="" name={self.name || text("you")} />
      <Video
        stream={media.preview}
        isMirrored={media.facing === "user"}
        isHidden={!media.camera.isOn}
        label={text("you")}
      />
      <NameLabel name={text("you")} isMuted={self.muted} />
      {hide && <TileTools name={text("you")} pin={pin} hide={hide} />}
    </article>
  );
}

function Avatar(
  { id, name }: { readonly id: string; readonly name: string },
): JSX.Element {
  return (
    <div class="tile-avatar" aria-hidden="true">
      <span class={`avatar hue-${hueOf(id)}`}>{initialsOf(name)}</span>
    </div>
  );
}

function NameLabel(
  { name, isMuted }: { readonly name: string; readonly isMuted: boolean },
): JSX.Element {
  const text = useText();
  return (
    <span class="tile-name">
      {isMuted && (
        <span class="tile-muted" role="img" aria-label={text("muted")}>
          <Icon name="microphoneOff" />
        </span>
      )}
      <span class="tile-name-text">{name}</span>
    </span>
  );
}
