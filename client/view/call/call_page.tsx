/**
 * The page during the call.
 *
 * @module
 */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { EMPTY_DRAFT } from "../context/panel_props.ts";
import type { Preferences } from "../context/preferences.ts";
import { PushToTalkButton } from "../devices/push_to_talk_button.tsx";
import { SharingNote } from "../devices/sharing_note.tsx";
import { FileDrop } from "../files/file_drop.tsx";
import { useFloatingCall } from "../floating/use_floating_call.ts";
import { AloneInvitation } from "../invite/alone_invitation.tsx";
import { KnockBanner } from "../members/knock_list.tsx";
import { MembersToggle } from "../members/members_toggle.tsx";
import { NoticeList } from "../notices/notice_list.tsx";
import { RecordingMark } from "../recording/recording_mark.tsx";
import { createPinControl, type PinControl } from "../stage/pin_state.ts";
import { ShowSelfView } from "../stage/show_self_view.tsx";
import type { StageTiles } from "../stage/stage_layout.ts";
import { selectStageTiles } from "../stage/stage_tiles.ts";
import { Stage } from "../stage/stage.tsx";
import { Brand } from "../ui/brand.tsx";
import { classNames } from "../ui/class_names.ts";
import { useFocusOnMount } from "../ui/focus.ts";
import { ControlBar } from "./control_bar.tsx";
import { SidePanel } from "./side_panel.tsx";
import { type PanelModule, usePanelModule } from "./use_panel_module.ts";
import { useShortcuts } from "./use_shortcuts.ts";

/** Input of the call page. */
export interface CallPageProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly isPhone: boolean;
  readonly preferences: Preferences;
}

/** Header, stage, control bar, and a panel beside them. */
export function CallPage(props: CallPageProps): JSX.Element {
  const { state, actions, isPhone } = props;
  const pinControl = createPinControl(state.stage, actions.setStage);
  const tiles = selectStageTiles(state);
  const toggleFloating = useFloatingCall(state, actions);
  const [isChoosingLayout, setChoosingLayout] = useState(false);
  const [isListOpen, setListOpen] = useState(false);
  const module = usePanelModule(
    state.panel ?? (isChoosingLayout || isListOpen),
  );
  const draft = useRef(EMPTY_DRAFT);
  return (
    <div class={classNames("call", state.panel !== null && "has-panel")}>
      <CallHeader {...props} tiles={tiles} pinControl={pinControl} />
      <main class="call-main">
        <KnockBanner state={state} actions={actions} />
        <Stage
          state={state}
          actions={actions}
          tiles={tiles}
          pinControl={pinControl}
        >
          {state.remoteMembers.length === 0 && (
            <AloneInvitation state={state} actions={actions} />
          )}
        </Stage>
        <PushToTalkButton state={state} actions={actions} />
      </main>
      <SidePanel {...props} draft={draft} module={module} />
      <FileDrop actions={actions} />
      <ControlBar
        state={state}
        actions={actions}
        isPhone={isPhone}
        showShortcuts={() => setListOpen(true)}
        showLayouts={() => setChoosingLayout(true)}
        toggleFloating={toggleFloating}
      />
      <Shortcuts
        {...props}
        module={isListOpen ? module : null}
        setListOpen={setListOpen}
      />
      {isChoosingLayout && module && (
        <module.LayoutDialog
          layout={state.stage.layout}
          actions={actions}
          close={() => setChoosingLayout(false)}
        />
      )}
    </div>
  );
}

function CallHeader(
  { state, actions, tiles, pinControl }: CallPageProps & {
    readonly tiles: StageTiles;
    readonly pinControl: PinControl;
  },
): JSX.Element {
  const text = useText();
  const headingRef = useFocusOnMount<HTMLHeadingElement>();
  return (
    <header class="call-head">
      <Brand />
      <h1 class="room-chip" ref={headingRef} tabIndex={-1}>{state.roomName}</h1>
      {(state.isOffline || state.signalingState !== "open") && (
        <span
          class="link-state"
          data-testid="link-state"
          title={text(state.isOffline ? "offlineNotice" : "signalingLost")}
        >
          {text(state.isOffline ? "deviceOffline" : "signalingDown")}
        </span>
      )}
      <RecordingMark state={state} actions={actions} />
      {state.screen.isSharing && (
        <SharingNote
          isAnnotatable={state.annotation.ownScreen !== null &&
            (state.self.annotatable || "mixed")}
          isMotion={state.mediaSettings.isScreenMotion}
          actions={actions}
        />
      )}
      <NoticeList state={state} actions={actions} />
      <ShowSelfView tiles={tiles} pinControl={pinControl} />
      <MembersToggle state={state} actions={actions} />
    </header>
  );
}

/** Keyboard shortcuts of the call, and their list. */
function Shortcuts(
  { state, actions, preferences, module, setListOpen }: CallPageProps & {
    /** Null while the list is closed or loads. */
    readonly module: PanelModule | null;
    readonly setListOpen: (isOpen: boolean) => void;
  },
): JSX.Element | null {
  const [isOn, setOn] = useState(preferences.get("shortcuts-off") === null);
  const showList = () => setListOpen(true);
  useShortcuts(isOn, { state, actions, showList });
  return module && (
    <module.ShortcutList
      isOn={isOn}
      setOn={(next) => {
        preferences.set("shortcuts-off", next ? null : "1");
        setOn(next);
      }}
      close={() => setListOpen(false)}
    />
  );
}
