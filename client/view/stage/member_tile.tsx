/**
 * Tile of another member: video or initials, name, and state of the
 * connection in words.
 *
 * @module
 */
import type { JSX } from "preact";
import {
  type RemoteMember,
  showsPictures,
} from "../../engine/call/remote_member.ts";
import type { PeerStatus } from "../../engine/peer/remote_peer.ts";
import type { Actions } from "../context/actions.ts";
import { useSettled } from "../context/connecting.ts";
import { useText } from "../context/i18n.ts";
import { useMemberMarks } from "../context/member_marks.ts";
import { classNames } from "../ui/class_names.ts";
import { Audio, Video } from "../ui/media_elements.tsx";
import { useModule } from "../ui/use_module.ts";
import { connectionLabelOf, ConnectionState } from "./connection_state.tsx";
import { pictureNoteKeyOf } from "./picture_note.ts";
import type { PinToggle } from "./pin_state.ts";
import { rectToStyle } from "./rect_style.ts";
import type { Rect } from "./stage_layout.ts";
import { TileMarks } from "./tile_marks.tsx";
import { TileAvatar, TileName } from "./tile_parts.tsx";
import { findTileProblem } from "./tile_problem_key.ts";
import { TileTools } from "./tile_tools.tsx";

const NOT_CONNECTED: PeerStatus = { kind: "failed", reason: "no-answer" };

const loadTileProblem = () => import("./tile_problem.tsx");

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
  const { volume, speakerId } = useMemberMarks(member.id);
  const { id, info, audio, video } = member;
  const name = info.name || text("guest");
  const problem = findTileProblem(member);
  // A connection that is refused is not one that is being made.
  const status = problem ? NOT_CONNECTED : member.status;
  const label = connectionLabelOf(status);
  // Loaded in advance: the server may be away when it is needed.
  const isSettled = useSettled();
  const isWanted = isSettled || problem !== null;
  const module = useModule(loadTileProblem, isWanted, problem);
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
      data-standing={member.standing}
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
      {audio && (
        <Audio
          stream={audio}
          volume={volume}
          speakerId={speakerId}
          onBlocked={onBlocked}
        />
      )}
      {problem && module && (
        <module.TileProblem
          name={name}
          problem={problem}
          retry={() => actions.retryConnection(id)}
          allow={() => actions.allowMember(id)}
        />
      )}
      <ConnectionState id={id} status={status} />
      <TileName name={name} isMuted={info.muted} />
      <TileMarks id={id} />
      <TileTools name={name} pin={pin} />
    </article>
  );
}
