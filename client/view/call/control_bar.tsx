/**
 * The buttons at the bottom of the call.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { DeviceToggle } from "../devices/device_toggle.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { MoreMenu } from "./more_menu.tsx";
import { ScreenToggle } from "../devices/screen_toggle.tsx";
import { useText } from "../context/i18n.ts";

/** All controls of the call. */
export function ControlBar(
  { state, actions, isPhone, showShortcuts }: {
    readonly state: CallState;
    readonly actions: Actions;
    /** A device whose camera can be turned round. */
    readonly isPhone: boolean;
    readonly showShortcuts: () => void;
  },
): JSX.Element {
  const text = useText();
  const { media, panel, unread } = state;
  const isChatOpen = panel === "chat";
  const canTurn = isPhone && media.camera.isOn &&
    media.camera.choices.length > 1;
  return (
    <nav class="controls" aria-label={text("controls")}>
      <DeviceToggle
        kind="microphone"
        device={media.microphone}
        actions={actions}
      />
      <DeviceToggle kind="camera" device={media.camera} actions={actions} />
      {canTurn && (
        <ControlButton
          icon="turn"
          label={text("turnCamera")}
          testId="turn-camera"
          onClick={() => actions.switchCamera()}
        />
      )}
      <ScreenToggle screen={state.screen} actions={actions} />
      <ControlButton
        icon="chat"
        label={text(isChatOpen ? "closeChat" : "openChat")}
        testId="chat-toggle"
        isExpanded={isChatOpen}
        badge={unread}
        onClick={() => actions.openPanel(isChatOpen ? null : "chat")}
      />
      <MoreMenu
        state={state}
        actions={actions}
        showShortcuts={showShortcuts}
      />
      <button
        type="button"
        class="round is-leave"
        data-testid="leave"
        aria-label={text("leave")}
        title={text("leave")}
        onClick={() => actions.leave()}
      >
        <Icon name="leave" />
      </button>
    </nav>
  );
}

function ControlButton(
  { icon, label, testId, onClick, isExpanded, badge = 0 }: {
    readonly icon: IconName;
    readonly label: string;
    readonly testId: string;
    readonly onClick: () => void;
    readonly isExpanded?: boolean;
    readonly badge?: number;
  },
): JSX.Element {
  const text = useText();
  const full = badge > 0 ? `${label}, ${text("unread", { n: badge })}` : label;
  return (
    <button
      type="button"
      class={`round ${isExpanded ? "is-open" : ""}`}
      data-testid={testId}
      aria-label={full}
      aria-expanded={isExpanded}
      title={label}
      onClick={onClick}
    >
      <Icon name={icon} />
      {badge > 0 && (
        <span class="badge" data-testid="unread" aria-hidden="true">
          {badge > 9 ? "9+" : badge}
        </span>
      )}
    </button>
  );
}
