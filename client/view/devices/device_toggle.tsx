/**
 * The round buttons that turn microphone and camera on and off.
 *
 * @module
 */
import type { JSX } from "preact";
import type { DeviceState } from "../../engine/media/media_state.ts";
import type { Actions, DeviceKind } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { IconButton } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";

/** A toggle, in the lobby and in the call. */
export function DeviceToggle(
  { kind, device, actions }: {
    readonly kind: DeviceKind;
    readonly device: DeviceState;
    readonly actions: Actions;
  },
): JSX.Element {
  const text = useText();
  const { isStarting, isInterrupted, problem } = device;
  const isOn = device.isOn && !isInterrupted;
  const label = kind === "microphone"
    ? text(isOn ? "mute" : "unmute")
    : text(isOn ? "cameraOff" : "cameraOn");
  return (
    <IconButton
      icon={isOn ? kind : `${kind}Off`}
      class={classNames(!isOn && "is-off", isStarting && "is-busy")}
      label={label}
      testId={kind === "microphone" ? "toggle-mic" : "toggle-camera"}
      data-on={isOn}
      onClick={() => actions.setDeviceEnabled(kind, !isOn)}
    >
      {(isInterrupted || problem !== null) && (
        <span class="round-mark" aria-hidden="true">!</span>
      )}
    </IconButton>
  );
}
