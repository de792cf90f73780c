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
import { layoutStage } from "./stage_layout.ts";
import { Icon } from "../ui/icon.tsx";
import { LinkRow } from "../invite/invite_options.tsx";
import { resumeAllMedia } from "../ui/media_elements.tsx";
import { OwnScreenTile, ScreenTile } from "./screen_tile.tsx";
import type { PinControl } from "./pin_state.ts";
import {
  OWN_SCREEN_KEY,
  screenKeyOf,
  selectStageTiles,
  SELF_KEY,
} from "./stage_tiles.ts";
import { MemberTile, SelfTile } from "./member_tile.tsx";
import { useText } from "../context/i18n.ts";

const GAP_PX = 12;

/** What the stage shows. */
export interface StageProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly link: string;
  readonly pinControl: PinControl;
}

/** All people of the call. */
export function Stage(
  { state, actions, link, pinControl }: StageProps,
): JSX.Element {
  const text = useText();
  const [isBlocked, setBlocked] = useState(false);
  const { remoteMembers, screen } = state;
  const sharers = remoteMembers.filter(({ info }) => info.sharing);
  const { pinState, pinToggleOf, setSelfHidden } = pinControl;
  const arrangement = selectStageTiles(state, pinState);
  const isSelfShown = arrangement.cornerKey === SELF_KEY ||
    arrangement.keys.includes(SELF_KEY);
  const { ref, size } = useElementSize();
  const places = size && layoutStage(arrangement, { ...size, gap: GAP_PX });
  const onBlocked = () => setBlocked(true);
  return (
    <section class="stage" aria-label={text("participants")}>
      <div
        ref={ref}
        class={`grid ${remoteMembers.length === 0 ? "is-alone" : ""}`}
        data-count={arrangement.keys.length}
      >
        {sharers.map((person) => (
          <ScreenTile
            key={screenKeyOf(person.id)}
            person={person}
            pin={pinToggleOf(screenKeyOf(person.id))}
            place={places?.get(screenKeyOf(person.id))}
            onBlocked={onBlocked}
          />
        ))}
        {screen.isSharing && (
          <OwnScreenTile
            key={OWN_SCREEN_KEY}
            screen={screen}
            pin={pinToggleOf(OWN_SCREEN_KEY)}
            place={places?.get(OWN_SCREEN_KEY)}
          />
        )}
        {remoteMembers.map((person) => (
          <MemberTile
            key={person.id}
            person={person}
            isSpeaking={state.activeSpeakers.includes(person.id)}
            pin={pinToggleOf(person.id)}
            place={places?.get(person.id)}
            actions={actions}
            onBlocked={onBlocked}
          />
        ))}
        {isSelfShown && (
          <SelfTile
            key={SELF_KEY}
            state={state}
            pin={pinToggleOf(SELF_KEY)}
            hide={remoteMembers.length > 0 ? () => setSelfHidden(true) : null}
            place={places?.get(SELF_KEY)}
            isSmall={arrangement.cornerKey === SELF_KEY}
          />
        )}
      </div>
      {remoteMembers.length === 0 && (
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
            resumeAllMedia();
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
function useElementSize(): {
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
