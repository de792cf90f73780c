/**
 * A shared screen on the stage: whole, never cut, with its sound.
 *
 * @module
 */
import type { JSX } from "preact";
import type { RemoteMember } from "../../engine/call/call_state.ts";
import type { ScreenState } from "../../engine/media/screen_share.ts";
import { Icon } from "../ui/icon.tsx";
import { Audio, Video } from "../ui/media_elements.tsx";
import { type Rect, rectToStyle } from "./rect_style.ts";
import { type PinToggle, TileTools } from "./tile_tools.tsx";
import { useText } from "../context/i18n.ts";

/** The screen of another member. */
export function ScreenTile(
  { person, pin, place, onBlocked }: {
    readonly person: RemoteMember;
    readonly pin: PinToggle;
    readonly place: Rect | undefined;
    readonly onBlocked: () => void;
  },
): JSX.Element {
  const text = useText();
  const { info, screen, screenAudio, status } = person;
  const label = text("screenOf", { name: info.name || text("guest") });
  return (
    <article
      tabIndex={-1}
      class={`tile is-screen ${pin.isPinned ? "is-pinned" : ""}`}
      style={rectToStyle(place)}
      data-testid="screen-tile"
      data-peer-id={person.id}
      aria-label={label}
    >
      <ScreenPlaceholder />
      <Video
        stream={screen}
        label={label}
        isHidden={status.kind !== "connected"}
      />
      {screenAudio && <Audio stream={screenAudio} onBlocked={onBlocked} />}
      <ScreenLabel name={label} />
      <TileTools name={label} pin={pin} />
    </article>
  );
}

/** The own screen, so that it is plain what the others see. */
export function OwnScreenTile(
  { screen, pin, place }: {
    readonly screen: ScreenState;
    readonly pin: PinToggle;
    readonly place: Rect | undefined;
  },
): JSX.Element {
  const text = useText();
  return (
    <article
      tabIndex={-1}
      class={`tile is-screen ${pin.isPinned ? "is-pinned" : ""}`}
      style={rectToStyle(place)}
      data-testid="own-screen-tile"
      aria-label={text("ownScreen")}
    >
      <ScreenPlaceholder />
      <Video stream={screen.preview} label={text("ownScreen")} />
      <ScreenLabel name={text("ownScreen")} />
      <TileTools name={text("yourScreen")} pin={pin} />
    </article>
  );
}

function ScreenPlaceholder(): JSX.Element {
  return (
    <div class="tile-avatar" aria-hidden="true">
      <Icon name="screen" />
    </div>
  );
}

function ScreenLabel({ name }: { readonly name: string }): JSX.Element {
  return (
    <span class="tile-name">
      <Icon name="screen" />
      <span class="tile-name-text">{name}</span>
    </span>
  );
}
