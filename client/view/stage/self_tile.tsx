/**
 * The self view on the stage.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import { useText } from "../context/i18n.ts";
import { isSelfViewMirrored } from "../context/self_view.ts";
import { classNames } from "../ui/class_names.ts";
import { Video } from "../ui/media_elements.tsx";
import type { PinToggle } from "./pin_state.ts";
import { rectToStyle } from "./rect_style.ts";
import type { Rect } from "./stage_layout.ts";
import { TileMarks } from "./tile_marks.tsx";
import { TileAvatar, TileName } from "./tile_parts.tsx";
import { TileTools } from "./tile_tools.tsx";

/** Tile of the own camera. */
export function SelfTile(
  { state, pin, hide, rect, isSmall }: {
    readonly state: CallState;
    readonly pin: PinToggle;
    /** Null while alone: the self view is then the only tile. */
    readonly hide: (() => void) | null;
    readonly rect: Rect | undefined;
    readonly isSmall: boolean;
  },
): JSX.Element {
  const text = useText();
  const { media, self } = state;
  const isSpeaking = state.activeSpeakers.includes(null) && !self.muted;
  return (
    <article
      tabIndex={-1}
      class={classNames(
        "tile",
        "is-self",
        isSmall && "is-small",
        isSpeaking && "is-speaking",
        pin.isPinned && "is-pinned",
      )}
      style={rectToStyle(rect)}
      data-testid="self-tile"
      data-speaking={isSpeaking}
      aria-label={text("you")}
    >
      <TileAvatar id={state.room.selfId} name={self.name || text("you")} />
      <Video
        stream={media.preview}
        isMirrored={isSelfViewMirrored(state)}
        isHidden={!media.camera.isOn}
        label={text("you")}
      />
      <TileName name={text("you")} isMuted={self.muted} />
      <TileMarks id={state.room.selfId} />
      {hide && <TileTools name={text("yourVideo")} pin={pin} hide={hide} />}
    </article>
  );
}
