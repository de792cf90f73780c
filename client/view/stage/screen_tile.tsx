/**
 * Tiles of screen shares: never cropped, with the sound of the screen.
 *
 * @module
 */
import type { JSX } from "preact";
import {
  type RemoteMember,
  showsPictures,
} from "../../engine/call/remote_member.ts";
import { AnnotationSlot } from "../annotation/annotation_slot.tsx";
import { useText } from "../context/i18n.ts";
import { useMemberMarks } from "../context/member_marks.ts";
import { classNames } from "../ui/class_names.ts";
import { Icon } from "../ui/icon.tsx";
import { Audio, Video } from "../ui/media_elements.tsx";
import type { PinToggle } from "./pin_state.ts";
import { rectToStyle } from "./rect_style.ts";
import type { Rect } from "./stage_layout.ts";
import { TileTools } from "./tile_tools.tsx";

/** Screen share of another member. */
export function ScreenTile(
  { member, isSoundOnly, pin, rect, onBlocked }: {
    readonly member: RemoteMember;
    readonly isSoundOnly: boolean;
    readonly pin: PinToggle;
    readonly rect: Rect | undefined;
    readonly onBlocked: () => void;
  },
): JSX.Element {
  const text = useText();
  const { volume, speakerId, isAnnotatable } = useMemberMarks(member.id);
  const { id, info, screen, screenAudio, status } = member;
  const label = text("screenOf", { name: info.name || text("guest") });
  const isReconnecting = status.kind === "reconnecting";
  return (
    <article
      tabIndex={-1}
      class={classNames(
        "tile",
        "is-screen",
        isReconnecting && "is-reconnecting",
        pin.isPinned && "is-pinned",
      )}
      style={rectToStyle(rect)}
      data-testid="screen-tile"
      data-peer-id={id}
      aria-label={label}
    >
      <div class="tile-avatar" aria-hidden="true">
        <Icon name="screen" />
      </div>
      <Video
        stream={screen}
        label={label}
        isHidden={isSoundOnly || !showsPictures(member)}
      />
      {isSoundOnly && <p class="tile-note">{text("soundOnly")}</p>}
      <AnnotationSlot
        screenId={id}
        name={label}
        isOwn={false}
        isAllowed={isAnnotatable}
      />
      {screenAudio && (
        <Audio
          stream={screenAudio}
          volume={volume}
          speakerId={speakerId}
          onBlocked={onBlocked}
        />
      )}
      {isReconnecting && (
        <span class="tile-state is-reconnecting">{text("reconnecting")}</span>
      )}
      <span class="tile-name">
        <Icon name="screen" />
        <span class="tile-name-text">{label}</span>
      </span>
      <TileTools name={label} pin={pin} />
    </article>
  );
}
