/**
 * The page during the call.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../engine/call_state.ts";
import type { Actions } from "./actions.ts";
import { Brand } from "./brand.tsx";
import { ControlBar } from "./control_bar.tsx";
import { FileDrop } from "./file_drop.tsx";
import { Icon } from "./icon.tsx";
import { useFocusOnce } from "./focus.ts";
import { SidePanel } from "./side_panel.tsx";
import { Stage } from "./stage.tsx";
import { useText } from "./text.ts";

/** What the call page shows. */
export interface CallPageProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly room: string;
  readonly link: string;
  readonly isPhone: boolean;
}

/** Stage, controls, and one panel beside them. */
export function CallPage(props: CallPageProps): JSX.Element {
  const { state, actions, room, link, isPhone } = props;
  const text = useText();
  const focusOnce = useFocusOnce<HTMLHeadingElement>();
  return (
    <div class={`call ${state.panel ? "has-panel" : ""}`}>
      <header class="call-head">
        <Brand />
        <h1 class="room-chip" ref={focusOnce} tabIndex={-1}>{room}</h1>
        {state.link !== "open" && (
          <span class="link-state" data-testid="link-state">
            {text("signalingDown")}
          </span>
        )}
        <span class="head-count" title={text("participants")}>
          <Icon name="people" />
          <span class="visually-hidden">{text("participants")}:</span>
          {state.participants.length + 1}
        </span>
      </header>
      <main class="call-main">
        <Stage state={state} actions={actions} link={link} />
      </main>
      <SidePanel {...props} />
      <FileDrop actions={actions} />
      <ControlBar state={state} actions={actions} isPhone={isPhone} />
    </div>
  );
}
