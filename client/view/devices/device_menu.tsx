/**
 * A device toggle of the control bar with its menu: the devices to choose
 * from, what belongs to them, and the way to the settings.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { ListedDeviceKind } from "../../engine/media/device_list.ts";
import type { Actions, DeviceKind } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { type ClosePopup, Popup, PopupEntry, PopupList } from "../ui/popup.tsx";
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
            <PopupEntry
              role="menuitem"
              icon="settings"
              testId="device-settings"
              close={close}
              onChoose={() => actions.openPanel("settings")}
            >
              {text("settings")}
            </PopupEntry>
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
        <PopupEntry
          key={id}
          role="menuitemradio"
          icon="tick"
          testId={`${kind}-item`}
          aria-checked={id === selectedId}
          close={close}
          onChoose={() => actions.chooseDevice(kind, id || null)}
        >
          {label}
        </PopupEntry>
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
        <PopupEntry
          role="menuitem"
          icon="switchCamera"
          testId="turn-camera"
          close={close}
          onChoose={switchCamera}
        >
          {text("turnCamera")}
        </PopupEntry>
      )}
      <PopupEntry
        role="menuitemcheckbox"
        icon="tick"
        testId="mirror-item"
        aria-checked={isSelfMirrored}
        close={close}
        onChoose={() => actions.setSelfMirrored(!isSelfMirrored)}
      >
        {text("mirrorSelf")}
      </PopupEntry>
    </div>
  );
}
