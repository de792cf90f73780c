/**
 * The page during the call.
 *
 * @module
 */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { useState } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { Brand } from "../ui/brand.tsx";
import { ControlBar } from "./control_bar.tsx";
import { FileDrop } from "../files/file_drop.tsx";
import { useFocusOnMount } from "../ui/focus.ts";
import { KnockBanner } from "../members/knock_list.tsx";
import { MembersToggle } from "../members/members_panel.tsx";
import type { Preferences } from "../context/preferences.ts";
import { ShortcutList } from "./shortcut_list.tsx";
import { ShowSelfView } from "../stage/show_self_view.tsx";
import { usePinControl } from "../stage/pin_state.ts";
import { useShortcuts } from "./use_shortcuts.ts";
import { SidePanel } from "./side_panel.tsx";
import { Stage } from "../stage/stage.tsx";
import { PushToTalkButton } from "../devices/push_to_talk_button.tsx";
import { useText } from "../context/i18n.ts";

/** What the call page shows. */
export interface CallPageProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly room: string;
  readonly link: string;
  readonly isPhone: boolean;
  readonly preferences: Preferences;
}

/** Stage, controls, and one panel beside them. */
export function CallPage(props: CallPageProps): JSX.Element {
  const { state, actions, room, link, isPhone } = props;
  const text = useText();
  const focusOnce = useFocusOnMount<HTMLHeadingElement>();
  const stage = usePinControl();
  const keys = useShortcutList(props);
  const draft = useRef("");
  return (
    <div class={`call ${state.panel ? "has-panel" : ""}`}>
      <header class="call-head">
        <Brand />
        <h1 class="room-chip" ref={focusOnce} tabIndex={-1}>{room}</h1>
        {(state.isOffline || state.signalingState !== "open") && (
          <span class="link-state" data-testid="link-state">
            {text(state.isOffline ? "deviceOffline" : "signalingDown")}
          </span>
        )}
        <ShowSelfView state={state} stage={stage} />
        <MembersToggle state={state} actions={actions} />
      </header>
      <main class="call-main">
        <KnockBanner state={state} actions={actions} />
        <Stage state={state} actions={actions} link={link} pinControl={stage} />
        <PushToTalkButton state={state} actions={actions} />
      </main>
      <SidePanel {...props} draft={draft} />
      <FileDrop actions={actions} />
      <ControlBar
        state={state}
        actions={actions}
        isPhone={isPhone}
        showShortcuts={keys.showList}
      />
      {keys.list}
    </div>
  );
}

/** The keys of the call, and their list while it is open. */
function useShortcutList(
  { state, actions, preferences }: CallPageProps,
): { readonly showList: () => void; readonly list: JSX.Element | null } {
  const [isListed, setListed] = useState(false);
  const [isOn, setOn] = useState(preferences.get("shortcuts-off") === null);
  const showList = () => setListed(true);
  useShortcuts(isOn, { state, actions, showList });
  const list = (
    <ShortcutList
      isOn={isOn}
      setOn={(next) => {
        preferences.set("shortcuts-off", next ? null : "1");
        setOn(next);
      }}
      close={() => setListed(false)}
    />
  );
  return { showList, list: isListed ? list : null };
}
