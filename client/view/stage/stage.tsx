/**
 * The stage of the call: everyone's picture and screen, the invitation for who
 * is alone, and the button for a browser that holds sound back.
 *
 * @module
 */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { arrange } from "./stage_layout.ts";
import { Icon } from "../ui/icon.tsx";
import { LinkRow } from "../invite/invite.tsx";
import { playAll } from "../ui/media_elements.tsx";
import { OwnScreenTile, ScreenTile } from "./screen_tile.tsx";
import type { StageControl } from "./pin_state.ts";
import { arrangementOf, OWN_SCREEN, screenKey, SELF } from "./stage_tiles.ts";
import { SelfTile, Tile } from "./tile.tsx";
import { useText } from "../context/i18n.ts";

const GAP_PX = 12;

/** What the stage shows. */
export interface StageProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly link: string;
  readonly stage: StageControl;
}

/** All people of the call. */
export function Stage(
  { state, actions, link, stage }: StageProps,
): JSX.Element {
  const text = useText();
  const [isBlocked, setBlocked] = useState(false);
  const { participants, screen } = state;
  const sharers = participants.filter(({ info }) => info.sharing);
  const { choice, pinOf, hideSelf } = stage;
  const arrangement = arrangementOf(state, choice);
  const isSelfShown = arrangement.corner === SELF ||
    arrangement.keys.includes(SELF);
  const { ref, size } = useSize();
  const places = size && arrange(arrangement, { ...size, gap: GAP_PX });
  const onBlocked = () => setBlocked(true);
  return (
    <section class="stage" aria-label={text("participants")}>
      <div
        ref={ref}
        class={`grid ${participants.length === 0 ? "is-alone" : ""}`}
        data-count={arrangement.keys.length}
      >
        {sharers.map((person) => (
          <ScreenTile
            key={screenKey(person.id)}
            person={person}
            pin={pinOf(screenKey(person.id))}
            place={places?.get(screenKey(person.id))}
            onBlocked={onBlocked}
          />
        ))}
        {screen.isSharing && (
          <OwnScreenTile
            key={OWN_SCREEN}
            screen={screen}
            pin={pinOf(OWN_SCREEN)}
            place={places?.get(OWN_SCREEN)}
          />
        )}
        {participants.map((person) => (
          <Tile
            key={person.id}
            person={person}
            isSpeaking={state.speaking.includes(person.id)}
            pin={pinOf(person.id)}
            place={places?.get(person.id)}
            actions={actions}
            onBlocked={onBlocked}
          />
        ))}
        {isSelfShown && (
          <SelfTile
            key={SELF}
            state={state}
            pin={pinOf(SELF)}
            hide={participants.length > 0 ? () => hideSelf(true) : null}
            place={places?.get(SELF)}
            isSmall={arrangement.corner === SELF}
          />
        )}
      </div>
      {participants.length === 0 && (
        <Invitation
          link={link}
          actions={actions}
        />
      )}
      {isBlocked && (
        <button
          type="button"
          class="button is-primary sound-button"
          onClick={() => {
            playAll();
            setBlocked(false);
          }}
        >
          <Icon name="sound" />
          {text("hearAll")}
        </button>
      )}
    </section>
  );
}

/** The size of an element, followed; null before it is in the page. */
function useSize(): {
  readonly ref: { current: HTMLDivElement | null };
  readonly size: { readonly width: number; readonly height: number } | null;
} {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(
    null,
  );
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const read = () =>
      setSize({ width: element.clientWidth, height: element.clientHeight });
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, size };
}

function Invitation(
  { link, actions }: Pick<StageProps, "link" | "actions">,
): JSX.Element {
  const text = useText();
  return (
    <div class="invitation">
      <h2>{text("aloneTitle")}</h2>
      <p>{text("aloneText")}</p>
      <LinkRow link={link} actions={actions} />
      <button
        type="button"
        class="button is-small is-quiet"
        data-testid="show-qr"
        onClick={() => actions.openPanel("invite")}
      >
        <Icon name="qr" />
        {text("showQr")}
      </button>
    </div>
  );
}
