/**
 * A device toggle of the control bar with its menu: the devices to choose
 * from, what belongs to them, and the way to the settings.
 *
 * @module
 */
import type { ComponentChildren, JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { ListedDeviceKind } from "../../engine/media/device_list.ts";
import type { Actions, DeviceKind } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { type ClosePopup, Popup, PopupList } from "../ui/popup.tsx";
import { canChooseDevice, readDeviceSelection } from "./device_selection.ts";
import { DeviceToggle } from "./device_toggle.tsx";

/** Input of a device control. */
export interface DeviceControlProps {
  readonly kind: DeviceKind;
  readonly state: CallState;
  readonly actions: Actions;
  /** Switches between front and rear camera; null without two of them. */
  readonly switchCamera?: (() => void) | null;
}

const LISTED_KINDS = {
  microphone: ["microphone", "speaker"],
  camera: ["camera"],
} as const satisfies Record<DeviceKind, readonly ListedDeviceKind[]>;

/** Toggle and menu of microphone or camera. */
export function DeviceControl(props: DeviceControlProps): JSX.Element {
  const text = useText();
  const { kind, state, actions } = props;
  const label = text(
    kind === "microphone" ? "microphoneOptions" : "cameraOptions",
  );
  return (
    <div class="device-control">
      <DeviceToggle kind={kind} device={state.media[kind]} actions={actions} />
      <Popup
        button={{
          icon: "up",
          variant: "bare",
          class: "device-menu-button",
          label,
          testId: `${kind}-menu`,
          "aria-haspopup": "menu",
        }}
      >
        {(close) => (
          <PopupList label={label} role="menu">
            {LISTED_KINDS[kind].filter((listed) =>
              canChooseDevice(listed, state)
            ).map((listed) => (
              <DeviceGroup
                key={listed}
                kind={listed}
                state={state}
                actions={actions}
                close={close}
              />
            ))}
            {kind === "camera" && <CameraItems {...props} close={close} />}
            <Button
              role="menuitem"
              variant="bare"
              class="menu-entry"
              icon="settings"
              testId="device-settings"
              onClick={() => {
                close();
                actions.openPanel("settings");
              }}
            >
              {text("settings")}
            </Button>
          </PopupList>
        )}
      </Popup>
    </div>
  );
}

type MenuPartProps = Omit<DeviceControlProps, "kind"> & {
  readonly close: ClosePopup;
};

function DeviceGroup(
  { kind, state, actions, close }: MenuPartProps & {
    readonly kind: ListedDeviceKind;
  },
): JSX.Element {
  const text = useText();
  const { options, selectedId } = readDeviceSelection(kind, state, text);
  return (
    <div role="group" aria-label={text(kind)} class="menu-group">
      <div class="menu-heading" aria-hidden="true">{text(kind)}</div>
      {options.map(({ id, label }) => (
        <CheckedItem
          key={id}
          role="menuitemradio"
          testId={`${kind}-item`}
          isChecked={id === selectedId}
          onClick={() => {
            close();
            actions.chooseDevice(kind, id || null);
          }}
        >
          {label}
        </CheckedItem>
      ))}
    </div>
  );
}

function CameraItems(
  { state, actions, switchCamera, close }: MenuPartProps,
): JSX.Element {
  const text = useText();
  const { isSelfMirrored } = state.devices;
  return (
    <div role="group" class="menu-group">
      {switchCamera && (
        <Button
          role="menuitem"
          variant="bare"
          class="menu-entry"
          icon="switchCamera"
          testId="turn-camera"
          onClick={() => {
            close();
            switchCamera();
          }}
        >
          {text("turnCamera")}
        </Button>
      )}
      <CheckedItem
        role="menuitemcheckbox"
        testId="mirror-item"
        isChecked={isSelfMirrored}
        onClick={() => {
          close();
          actions.setSelfMirrored(!isSelfMirrored);
        }}
      >
        {text("mirrorSelf")}
      </CheckedItem>
    </div>
  );
}

function CheckedItem(
  { role, testId, isChecked, onClick, children }: {
    readonly role: "menuitemradio" | "menuitemcheckbox";
    readonly testId: string;
    readonly isChecked: boolean;
    readonly onClick: () => void;
    readonly children: ComponentChildren;
  },
): JSX.Element {
  return (
    <Button
      role={role}
      variant="bare"
      class="menu-entry"
      icon="tick"
      testId={testId}
      aria-checked={isChecked}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
