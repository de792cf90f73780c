/**
 * The stage of the call: alone with the invitation, two with the self view in
 * the corner, or all in a grid.
 *
 * @module
 */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { CallState } from "../engine/call_state.ts";
import type { Actions } from "./actions.ts";
import { layoutGrid } from "./grid_layout.ts";
import { Icon } from "./icon.tsx";
import { playAll } from "./media_elements.tsx";
import { SelfTile, Tile } from "./tile.tsx";
import { useText } from "./text.ts";

const GAP_PX = 12;

/** What the stage shows. */
export interface StageProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly link: string;
}

/** All people of the call. */
export function Stage({ state, actions, link }: StageProps): JSX.Element {
  const text = useText();
  const [isBlocked, setBlocked] = useState(false);
  const { participants } = state;
  const isPair = participants.length === 1;
  const count = isPair ? 1 : participants.length + 1;
  const ref = useGrid(count);
  return (
    <section class="stage" aria-label={text("participants")}>
      <div
        ref={ref}
        class={`grid ${isPair ? "is-pair" : ""} ${
          participants.length === 0 ? "is-alone" : ""
        }`}
        data-count={count}
      >
        {participants.map((person) => (
          <Tile
            key={person.id}
            person={person}
            actions={actions}
            onBlocked={() => setBlocked(true)}
          />
        ))}
        <SelfTile key="self" state={state} isSmall={isPair} />
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

/** Keeps the grid's columns and tile size fitting to its space. */
function useGrid(count: number): { current: HTMLDivElement | null } {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const grid = ref.current;
    if (!grid) return;
    const fit = () => {
      const { clientWidth, clientHeight } = grid;
      const layout = layoutGrid(count, clientWidth, clientHeight, GAP_PX);
      grid.style.setProperty("--columns", String(layout.columns));
      grid.style.setProperty("--tile-width", `${layout.tileWidth}px`);
      grid.style.setProperty("--tile-height", `${layout.tileHeight}px`);
    };
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(grid);
    return () => observer.disconnect();
  }, [count]);
  return ref;
}

function Invitation(
  { link, actions }: Pick<StageProps, "link" | "actions">,
): JSX.Element {
  const text = useText();
  return (
    <div class="invitation">
      <h2>{text("aloneTitle")}</h2>
      <p>{text("aloneText")}</p>
      <div class="invitation-link">
        <span class="invitation-url">{link.replace(/^https?:\/\//, "")}</span>
        <button
          type="button"
          class="button is-primary is-small"
          onClick={() => actions.copyLink()}
        >
          <Icon name="link" />
          {text("copyLink")}
        </button>
      </div>
    </div>
  );
}
