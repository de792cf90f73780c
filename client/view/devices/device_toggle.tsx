/**
 * The round buttons that turn microphone and camera on and off.
 *
 * @module
 */
import type { JSX } from "preact";
import type { DeviceState } from "../../engine/media/media_state.ts";
import type { Actions, DeviceKind } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** One toggle, in the lobby and in the call. */
export function DeviceToggle(
  { kind, device, actions }: {
    readonly kind: DeviceKind;
    readonly device: DeviceState;
    readonly actions: Actions;
  },
): JSX.Element {
  const text = useText();
  const { isOn, isStarting, problem } = device;
  const label = kind === "microphone"
    ? text(isOn ? "mute" : "unmute")
    : text(isOn ? "cameraOff" : "cameraOn");
  return (
    <button
      type="button"
      class={`round ${isOn ? "" : "is-off"} ${isStarting ? "is-busy" : ""}`}
      data-testid={kind === "microphone" ? "toggle-mic" : "toggle-camera"}
      data-on={isOn}
      aria-label={label}
      title={label}
      onClick={() => actions.setDeviceEnabled(kind, !isOn)}
    >
      <Icon name={isOn ? kind : `${kind}Off`} />
      {problem !== null && <span class="round-mark" aria-hidden="true">!</span>}
    </button>
  );
}
