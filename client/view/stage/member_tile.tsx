/**
 * Tile of another member: video or initials, name, and state of the
 * connection in words.
 *
 * @module
 */
import type { JSX } from "preact";
import { serverUrl } from "../../engine/base_url.ts";
import {
  type RemoteMember,
  showsPictures,
} from "../../engine/call/remote_member.ts";
import type { StringKey } from "../../strings/en.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { useMemberMarks } from "../context/member_marks.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";
import { Audio, Video } from "../ui/media_elements.tsx";
import { connectionLabelOf, ConnectionState } from "./connection_state.tsx";
import { pictureNoteKeyOf } from "./picture_note.ts";
import type { PinToggle } from "./pin_state.ts";
import { rectToStyle } from "./rect_style.ts";
import type { Rect } from "./stage_layout.ts";
import { TileMarks } from "./tile_marks.tsx";
import { TileAvatar, TileName } from "./tile_parts.tsx";
import { TileTools } from "./tile_tools.tsx";

/** Tile of another member of the call. */
export function MemberTile(
  { member, isSoundOnly, isSpeaking, pin, rect, actions, onBlocked }: {
    readonly member: RemoteMember;
    /** True while no video is received. */
    readonly isSoundOnly: boolean;
    readonly isSpeaking: boolean;
    readonly pin: PinToggle;
    readonly rect: Rect | undefined;
    readonly actions: Actions;
    readonly onBlocked: () => void;
  },
): JSX.Element {
  const text = useText();
  const { volume } = useMemberMarks(member.id);
  const { id, info, status, audio, video } = member;
  const name = info.name || text("guest");
  const label = connectionLabelOf(status);
  const noteKey = pictureNoteKeyOf(member, isSoundOnly);
  return (
    <article
      tabIndex={-1}
      class={classNames(
        "tile",
        `is-${status.kind}`,
        isSpeaking && "is-speaking",
        pin.isPinned && "is-pinned",
      )}
      style={rectToStyle(rect)}
      data-testid="tile"
      data-peer-id={id}
      data-state={label}
      data-speaking={isSpeaking}
      aria-label={status.kind === "connected"
        ? name
        : text("tileOf", { name, state: text(label) })}
    >
      <TileAvatar id={id} name={name} />
      <Video
        stream={video}
        label={name}
        isHidden={info.cameraOff || isSoundOnly || !showsPictures(member)}
      />
      {noteKey && (
        <p class="tile-note" data-testid="tile-note">
          {text(noteKey, { name })}
        </p>
      )}
      {audio && <Audio stream={audio} volume={volume} onBlocked={onBlocked} />}
      {status.kind === "failed" && (
        <ConnectionFailure
          name={name}
          reason={status.reason}
          retry={() => actions.retryConnection(id)}
        />
      )}
      <ConnectionState id={id} status={status} />
      <TileName name={name} isMuted={info.muted} />
      <TileMarks id={id} />
      <TileTools name={name} pin={pin} />
    </article>
  );
}

const FAILURE_KEYS = {
  "no-answer": "noAnswer",
  "no-relay": "noRelay",
  "own-network": "ownNetworkBlocks",
  "their-network": "theirNetworkBlocks",
  "no-path": "noPath",
} as const satisfies Record<string, StringKey>;

function ConnectionFailure(
  { name, reason, retry }: {
    readonly name: string;
    readonly reason: keyof typeof FAILURE_KEYS;
    readonly retry: () => void;
  },
): JSX.Element {
  const text = useText();
  return (
    <div class="tile-failure">
      <p>{text(FAILURE_KEYS[reason], { name })}</p>
      <Button
        size="small"
        icon="retry"
        onClick={({ currentTarget }) => {
          // A retry removes this button; the focus stays on its tile.
          currentTarget.closest<HTMLElement>(".tile")?.focus();
          retry();
        }}
      >
        {text("tryAgain")}
      </Button>
      {/* In a new tab: the call keeps trying. */}
      <ButtonLink
        size="small"
        href={serverUrl("/check").pathname}
        target="_blank"
        rel="noopener"
      >
        {text("checkLink")}
      </ButtonLink>
    </div>
  );
}
