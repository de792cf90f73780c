/**
 * The call in a small window above all others: its tiles, and the controls that
 * are needed there.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import { showsPictures } from "../../engine/call/remote_member.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { isSelfViewMirrored } from "../context/self_view.ts";
import { DeviceToggle } from "../devices/device_toggle.tsx";
import { rectToStyle } from "../stage/rect_style.ts";
import { layoutStage, type Rect } from "../stage/stage_layout.ts";
import { OWN_SCREEN_KEY, screenKeyOf, SELF_KEY } from "../stage/stage_tiles.ts";
import { TileAvatar, TileName } from "../stage/tile_parts.tsx";
import { IconButton } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";
import { Video } from "../ui/media_elements.tsx";
import { selectFloatingTiles } from "./floating_tiles.ts";

const GAP_PX = 6;
/** Height of the controls. */
const CONTROLS_PX = 64;

/** Input of the view. */
export interface FloatingCallProps {
  readonly state: CallState;
  readonly actions: Actions;
  /** Inner size of the window in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Closes the window and shows the page. */
  readonly returnToPage: () => void;
}

/** Tiles above, controls below. */
export function FloatingCall(props: FloatingCallProps): JSX.Element {
  const text = useText();
  const { state, actions, width, height, returnToPage } = props;
  const tiles = selectFloatingTiles(state);
  const rects = layoutStage(tiles, {
    width: width - 2 * GAP_PX,
    height: Math.max(0, height - CONTROLS_PX - GAP_PX),
    gap: GAP_PX,
  });
  return (
    <div class="floating" data-testid="floating-call">
      <main class="floating-tiles" aria-label={text("participants")}>
        <h1 class="visually-hidden">{state.roomName}</h1>
        {[...rects].map(([key, rect]) => (
          <FloatingTile
            key={key}
            tileKey={key}
            state={state}
            rect={rect}
            isSmall={tiles.cornerKey === key}
          />
        ))}
      </main>
      <nav class="floating-controls" aria-label={text("controls")}>
        <DeviceToggle
          kind="microphone"
          device={state.media.microphone}
          actions={actions}
        />
        <DeviceToggle
          kind="camera"
          device={state.media.camera}
          actions={actions}
        />
        <IconButton
          icon="expand"
          label={text("returnToPage")}
          testId="floating-return"
          onClick={returnToPage}
        />
        <IconButton
          icon="leave"
          class="is-leave"
          label={text("leave")}
          testId="floating-leave"
          onClick={() => actions.leave()}
        />
      </nav>
    </div>
  );
}

function FloatingTile(
  { tileKey, state, rect, isSmall }: {
    readonly tileKey: string;
    readonly state: CallState;
    readonly rect: Rect;
    readonly isSmall: boolean;
  },
): JSX.Element | null {
  const text = useText();
  const { media, mediaSettings, self, room, activeSpeakers, remoteMembers } =
    state;
  const style = rectToStyle(rect);
  const className = (isSpeaking: boolean, isScreen = false) =>
    classNames(
      "tile",
      isSmall && "is-small",
      isScreen && "is-screen",
      isSpeaking && "is-speaking",
    );
  if (tileKey === OWN_SCREEN_KEY) return null;
  if (tileKey === SELF_KEY) {
    const isSpeaking = activeSpeakers.includes(null) && !self.muted;
    return (
      <article class={className(isSpeaking)} style={style}>
        <TileAvatar id={room.selfId} name={self.name || text("you")} />
        <Video
          stream={media.preview}
          isMirrored={isSelfViewMirrored(state)}
          isHidden={!media.camera.isOn}
          label={text("you")}
        />
        <TileName name={text("you")} isMuted={self.muted} />
      </article>
    );
  }
  const member = remoteMembers.find(({ id }) =>
    id === tileKey || screenKeyOf(id) === tileKey
  );
  if (!member) return null;
  const { id, info, video, screen } = member;
  const isScreen = id !== tileKey;
  const name = info.name || text("guest");
  const label = isScreen ? text("screenOf", { name }) : name;
  const isSpeaking = !isScreen && activeSpeakers.includes(id) && !info.muted;
  return (
    <article
      class={className(isSpeaking, isScreen)}
      style={style}
      data-testid="floating-tile"
      data-peer-id={id}
    >
      {!isScreen && <TileAvatar id={id} name={name} />}
      <Video
        stream={isScreen ? screen : video}
        label={label}
        isHidden={!showsPictures(member) || mediaSettings.isSoundOnly ||
          (!isScreen && info.cameraOff)}
      />
      <TileName name={label} isMuted={!isScreen && info.muted} />
    </article>
  );
}
