/**
 * The problem of a camera or microphone, with a remedy.
 *
 * @module
 */
import type { JSX } from "preact";
import type { DeviceState } from "../../engine/media/media_state.ts";
import type { StringKey } from "../../strings/en.ts";
import type { Actions, DeviceKind } from "../context/actions.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** Text of each problem of each device. */
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

/** Text and retry button; nothing while the device works. */
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
      <Button
        size="small"
        onClick={() => actions.setDeviceEnabled(kind, true)}
      >
        {text("tryAgain")}
      </Button>
    </div>
  );
}
