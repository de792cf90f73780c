/**
 * The stage of the call: tiles of all members and screen shares, and the
 * button that starts sound after blocked autoplay.
 *
 * @module
 */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";
import { resumeAllMedia } from "../ui/media_elements.tsx";
import { useElementSize } from "./element_size.ts";
import { MemberTile } from "./member_tile.tsx";
import type { PinControl } from "./pin_state.ts";
import { OwnScreenTile } from "./own_screen_tile.tsx";
import { ScreenTile } from "./screen_tile.tsx";
import { SelfTile } from "./self_tile.tsx";
import { layoutStage, type Rect, type StageTiles } from "./stage_layout.ts";
import {
  includesSelfView,
  OWN_SCREEN_KEY,
  screenKeyOf,
  SELF_KEY,
} from "./stage_tiles.ts";

const GAP_PX = 12;

/** Input of the stage. */
export interface StageProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly tiles: StageTiles;
  readonly pinControl: PinControl;
  /** Drawn above the tiles. */
  readonly children?: ComponentChildren;
}

/** All tiles of the call. */
export function Stage(props: StageProps): JSX.Element {
  const text = useText();
  const [isBlocked, setBlocked] = useState(false);
  const [ref, size] = useElementSize();
  const { state, tiles, pinControl, children } = props;
  const rects = size && layoutStage(tiles, { ...size, gap: GAP_PX });
  const isAlone = state.remoteMembers.length === 0;
  const tileProps: TileGroupProps = {
    ...props,
    rectOf: (key) => rects?.get(key),
    onBlocked: () => setBlocked(true),
  };
  return (
    <section class="stage" aria-label={text("participants")}>
      <div
        ref={ref}
        class={classNames("grid", isAlone && "is-alone")}
        data-count={tiles.keys.length}
      >
        <ScreenTiles {...tileProps} />
        {state.annotation.ownScreen && (
          <OwnScreenTile
            state={state}
            pin={pinControl.pinToggleOf(OWN_SCREEN_KEY)}
            rect={rects?.get(OWN_SCREEN_KEY)}
          />
        )}
        <MemberTiles {...tileProps} />
        {includesSelfView(tiles) && (
          <SelfTile
            state={state}
            pin={pinControl.pinToggleOf(SELF_KEY)}
            hide={isAlone ? null : () => pinControl.setSelfHidden(true)}
            rect={rects?.get(SELF_KEY)}
            isSmall={tiles.cornerKey === SELF_KEY}
          />
        )}
      </div>
      {children}
      {isBlocked && (
        <Button
          variant="primary"
          class="sound-button"
          icon="sound"
          onClick={() => {
            resumeAllMedia();
            setBlocked(false);
          }}
        >
          {text("hearAll")}
        </Button>
      )}
    </section>
  );
}

type TileGroupProps = StageProps & {
  readonly rectOf: (key: string) => Rect | undefined;
  /** Called when the browser blocks autoplay of sound. */
  readonly onBlocked: () => void;
};

function ScreenTiles(
  { state, pinControl, rectOf, onBlocked }: TileGroupProps,
): JSX.Element {
  return (
    <>
      {state.remoteMembers.filter(({ info }) => info.sharing).map((member) => {
        const key = screenKeyOf(member.id);
        return (
          <ScreenTile
            key={key}
            member={member}
            isSoundOnly={state.mediaSettings.isSoundOnly}
            pin={pinControl.pinToggleOf(key)}
            rect={rectOf(key)}
            onBlocked={onBlocked}
          />
        );
      })}
    </>
  );
}

function MemberTiles(
  { state, actions, pinControl, rectOf, onBlocked }: TileGroupProps,
): JSX.Element {
  return (
    <>
      {state.remoteMembers.map((member) => (
        <MemberTile
          key={member.id}
          member={member}
          isSoundOnly={state.mediaSettings.isSoundOnly}
          isSpeaking={state.activeSpeakers.includes(member.id) &&
            !member.info.muted}
          pin={pinControl.pinToggleOf(member.id)}
          rect={rectOf(member.id)}
          actions={actions}
          onBlocked={onBlocked}
        />
      ))}
    </>
  );
}
