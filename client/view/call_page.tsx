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
import { useFocusOnce } from "./focus.ts";
import { KnockBanner } from "./knock_list.tsx";
import { PeopleToggle } from "./people_panel.tsx";
import { SidePanel } from "./side_panel.tsx";
import { Stage } from "./stage.tsx";
import { TalkButton } from "./talk_button.tsx";
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
        <PeopleToggle state={state} actions={actions} />
      </header>
      <main class="call-main">
        <KnockBanner state={state} actions={actions} />
        <Stage state={state} actions={actions} link={link} />
        <TalkButton state={state} actions={actions} />
      </main>
      <SidePanel {...props} />
      <ControlBar state={state} actions={actions} isPhone={isPhone} />
    </div>
  );
}
