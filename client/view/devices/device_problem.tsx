/**
 * Says what is wrong with a camera or a microphone, and what to do.
 *
 * @module
 */
import type { JSX } from "preact";
import type { DeviceState } from "../../engine/media/media_state.ts";
import type { StringKey } from "../../strings/en.ts";
import type { Actions, DeviceKind } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** Sentence for each problem of each device. */
const PROBLEMS = {
  camera: {
    refused: "cameraRefused",
    missing: "cameraMissing",
    busy: "cameraBusy",
    insecure: "cameraInsecure",
    ended: "cameraEnded",
  },
  microphone: {
    refused: "microphoneRefused",
    missing: "microphoneMissing",
    busy: "microphoneBusy",
    insecure: "microphoneInsecure",
    ended: "microphoneEnded",
  },
} as const satisfies Record<DeviceKind, Record<string, StringKey>>;

/** What is wrong with a device and what to do, or nothing. */
export function DeviceProblem(
  { kind, device, actions }: {
    readonly kind: DeviceKind;
    readonly device: DeviceState;
    readonly actions: Actions;
  },
): JSX.Element | null {
  const text = useText();
  if (device.problem === null) return null;
  return (
    <div class="device-problem" data-testid={`${kind}-problem`}>
      <Icon name={`${kind}Off`} />
      <p>{text(PROBLEMS[kind][device.problem])}</p>
      <button
        type="button"
        class="button is-small"
        onClick={() => actions.setDeviceEnabled(kind, true)}
      >
        {text("tryAgain")}
      </button>
    </div>
  );
}
