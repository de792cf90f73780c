/**
 * Tiles of screen shares: never cropped, with the sound of the screen.
 *
 * @module
 */
import type { ComponentChildren, JSX } from "preact";
import type { RemoteMember } from "../../engine/call/call_state.ts";
import type { ScreenState } from "../../engine/media/screen_share.ts";
import { useText } from "../context/i18n.ts";
import { classNames } from "../ui/class_names.ts";
import { Icon } from "../ui/icon.tsx";
import { Audio, Video } from "../ui/media_elements.tsx";
import type { PinToggle } from "./pin_state.ts";
import { rectToStyle } from "./rect_style.ts";
import type { Rect } from "./stage_layout.ts";
import { TileTools } from "./tile_tools.tsx";

/** Screen share of another member. */
export function ScreenTile(
  { member, pin, rect, onBlocked }: {
    readonly member: RemoteMember;
    readonly pin: PinToggle;
    readonly rect: Rect | undefined;
    readonly onBlocked: () => void;
  },
): JSX.Element {
  const text = useText();
  const { id, info, screen, screenAudio, status } = member;
  return (
    <ScreenFrame
      label={text("screenOf", { name: info.name || text("guest") })}
      stream={screen}
      isHidden={status.kind !== "connected"}
      pin={pin}
      rect={rect}
      testId="screen-tile"
      peerId={id}
    >
      {screenAudio && <Audio stream={screenAudio} onBlocked={onBlocked} />}
    </ScreenFrame>
  );
}

/** The own screen share, as the others see it. */
export function OwnScreenTile(
  { screen, pin, rect }: {
    readonly screen: ScreenState;
    readonly pin: PinToggle;
    readonly rect: Rect | undefined;
  },
): JSX.Element {
  const text = useText();
  return (
    <ScreenFrame
      label={text("ownScreen")}
      toolsLabel={text("yourScreen")}
      stream={screen.preview}
      pin={pin}
      rect={rect}
      testId="own-screen-tile"
    />
  );
}

interface ScreenFrameProps {
  readonly label: string;
  /** Name of the screen in the labels of its tools; `label` by default. */
  readonly toolsLabel?: string;
  readonly stream: MediaStream | null;
  readonly isHidden?: boolean;
  readonly pin: PinToggle;
  readonly rect: Rect | undefined;
  readonly testId: string;
  readonly peerId?: string;
  readonly children?: ComponentChildren;
}

function ScreenFrame(props: ScreenFrameProps): JSX.Element {
  const { label, stream, isHidden = false, pin } = props;
  return (
    <article
      tabIndex={-1}
      class={classNames("tile", "is-screen", pin.isPinned && "is-pinned")}
      style={rectToStyle(props.rect)}
      data-testid={props.testId}
      data-peer-id={props.peerId}
      aria-label={label}
    >
      <div class="tile-avatar" aria-hidden="true">
        <Icon name="screen" />
      </div>
      <Video stream={stream} label={label} isHidden={isHidden} />
      {props.children}
      <span class="tile-name">
        <Icon name="screen" />
        <span class="tile-name-text">{label}</span>
      </span>
      <TileTools name={props.toolsLabel ?? label} pin={pin} />
    </article>
  );
}
