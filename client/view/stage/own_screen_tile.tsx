/**
 * Own screen on the stage, while the others may draw on it: shows the sharer
 * where they point.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import { AnnotationSlot } from "../annotation/annotation_slot.tsx";
import { useText } from "../context/i18n.ts";
import { classNames } from "../ui/class_names.ts";
import { Icon } from "../ui/icon.tsx";
import { Video } from "../ui/media_elements.tsx";
import type { PinToggle } from "./pin_state.ts";
import { rectToStyle } from "./rect_style.ts";
import type { Rect } from "./stage_layout.ts";
import { TileTools } from "./tile_tools.tsx";

/** Tile of the own screen. */
export function OwnScreenTile(
  { state, pin, rect }: {
    readonly state: Pick<CallState, "annotation" | "room">;
    readonly pin: PinToggle;
    readonly rect: Rect | undefined;
  },
): JSX.Element {
  const text = useText();
  const label = text("yourScreen");
  return (
    <article
      tabIndex={-1}
      class={classNames("tile", "is-screen", pin.isPinned && "is-pinned")}
      style={rectToStyle(rect)}
      data-testid="own-screen-tile"
      aria-label={label}
    >
      <Video stream={state.annotation.ownScreen} label={label} />
      <AnnotationSlot
        screenId={state.room.selfId}
        name={label}
        isOwn
        isAllowed
      />
      <span class="tile-name">
        <Icon name="screen" />
        <span class="tile-name-text">{label}</span>
      </span>
      <TileTools name={label} pin={pin} />
    </article>
  );
}
