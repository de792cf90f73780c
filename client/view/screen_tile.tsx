/**
 * A shared screen on the stage: whole, never cut, with its sound.
 *
 * @module
 */
import type { JSX } from "preact";
import type { Participant } from "../engine/call_state.ts";
import type { ScreenState } from "../engine/screen_share.ts";
import { Icon } from "./icon.tsx";
import { Audio, Video } from "./media_elements.tsx";
import { type Place, placeStyle } from "./place_style.ts";
import { type Pin, TileTools } from "./tile_tools.tsx";
import { useText } from "./text.ts";

/** The screen of another member. */
export function ScreenTile(
  { person, pin, place, onBlocked }: {
    readonly person: Participant;
    readonly pin: Pin;
    readonly place: Place | undefined;
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
      style={placeStyle(place)}
      data-testid="screen-tile"
      data-peer-id={person.id}
      aria-label={label}
    >
      <ScreenWait />
      <Video
        stream={screen}
        label={label}
        isHidden={status.kind !== "connected"}
      />
      {screenAudio && <Audio stream={screenAudio} onBlocked={onBlocked} />}
      <ScreenName name={label} />
      <TileTools name={label} pin={pin} />
    </article>
  );
}

/** The own screen, so that it is plain what the others see. */
export function OwnScreenTile(
  { screen, pin, place }: {
    readonly screen: ScreenState;
    readonly pin: Pin;
    readonly place: Place | undefined;
  },
): JSX.Element {
  const text = useText();
  return (
    <article
      tabIndex={-1}
      class={`tile is-screen ${pin.isPinned ? "is-pinned" : ""}`}
      style={placeStyle(place)}
      data-testid="own-screen-tile"
      aria-label={text("ownScreen")}
    >
      <ScreenWait />
      <Video stream={screen.preview} label={text("ownScreen")} />
      <ScreenName name={text("ownScreen")} />
      <TileTools name={text("yourScreen")} pin={pin} />
    </article>
  );
}

function ScreenWait(): JSX.Element {
  return (
    <div class="tile-avatar" aria-hidden="true">
      <Icon name="screen" />
    </div>
  );
}

function ScreenName({ name }: { readonly name: string }): JSX.Element {
  return (
    <span class="tile-name">
      <Icon name="screen" />
      <span class="tile-name-text">{name}</span>
    </span>
  );
}
