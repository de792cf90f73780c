/**
 * The control bar at the bottom of the call.
 *
 * @module
 */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { DeviceControl } from "../devices/device_menu.tsx";
import { ScreenToggle } from "../devices/screen_toggle.tsx";
import { FileInput } from "../files/file_input.tsx";
import { HandToggle } from "../reactions/hand_toggle.tsx";
import { ReactionMenu } from "../reactions/reaction_buttons.tsx";
import { useElementSize } from "../stage/element_size.ts";
import type { ToggleFloating } from "../floating/use_floating_call.ts";
import { IconButton } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";
import { MoreMenu } from "./more_menu.tsx";

interface ControlBarProps {
  readonly state: CallState;
  readonly actions: Actions;
  /** True on a device with a front and a rear camera. */
  readonly isPhone: boolean;
  readonly showShortcuts: () => void;
  readonly showLayouts: () => void;
  readonly toggleFloating: ToggleFloating;
}

/** Width below which less frequent controls are in the menu. */
const NARROW_PX = 720;

/** Devices, screen share, reactions, hand, chat, files, menu, leave. */
export function ControlBar(
  { state, actions, isPhone, ...menu }: ControlBarProps,
): JSX.Element {
  const text = useText();
  const [ref, size] = useElementSize();
  const isNarrow = size !== null && size.width < NARROW_PX;
  // Here and not in the menu, which closes before the files are chosen.
  const fileInput = useRef<HTMLInputElement>(null);
  const chooseFiles = () => fileInput.current?.click();
  const { media, screen } = state;
  const canSwitchCamera = isPhone && media.camera.isOn &&
    media.camera.choices.length > 1;
  return (
    <nav
      class={classNames("controls", screen.isSupported && "has-screen")}
      ref={ref}
      aria-label={text("controls")}
    >
      <DeviceControl kind="microphone" state={state} actions={actions} />
      <DeviceControl
        kind="camera"
        state={state}
        actions={actions}
        switchCamera={canSwitchCamera ? () => actions.switchCamera() : null}
      />
      <ScreenToggle screen={screen} actions={actions} />
      {!isNarrow && <ReactionMenu actions={actions} />}
      {!isNarrow && <HandToggle state={state} actions={actions} />}
      <ChatToggle state={state} actions={actions} />
      {!isNarrow && (
        <IconButton
          icon="clip"
          label={text("sendFiles")}
          testId="choose-files"
          onClick={chooseFiles}
        />
      )}
      <MoreMenu
        state={state}
        actions={actions}
        {...menu}
        chooseFiles={chooseFiles}
        isNarrow={isNarrow}
      />
      <IconButton
        icon="leave"
        class="is-leave"
        label={text("leave")}
        testId="leave"
        onClick={() => actions.leave()}
      />
      <FileInput
        inputRef={fileInput}
        testId="chosen-files"
        onFiles={(files) => {
          actions.openPanel("chat");
          actions.sendFiles(files);
        }}
      />
    </nav>
  );
}

function ChatToggle(
  { state: { panel, unread }, actions }: Pick<
    ControlBarProps,
    "state" | "actions"
  >,
): JSX.Element {
  const text = useText();
  const isOpen = panel === "chat";
  const label = text(isOpen ? "closeChat" : "openChat");
  const accessibleName = unread > 0
    ? `${label}, ${text("unread", { n: unread })}`
    : label;
  return (
    <IconButton
      icon="chat"
      label={label}
      aria-label={accessibleName}
      aria-expanded={isOpen}
      testId="chat-toggle"
      onClick={() => actions.openPanel(isOpen ? null : "chat")}
    >
      {unread > 0 && (
        <span class="badge" data-testid="unread" aria-hidden="true">
          {unread > 9 ? "9+" : unread}
        </span>
      )}
    </IconButton>
  );
}
