/**
 * Lets the person choose a camera or a microphone, and says what is wrong
 * with it.
 *
 * @module
 */
import type { JSX } from "preact";
import type { DeviceState } from "../engine/local_media.ts";
import type { StringKey } from "../strings/en.ts";
import type { Actions, DeviceKind } from "./actions.ts";
import { Icon } from "./icon.tsx";
import { useText } from "./text.ts";

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

/** What a device field shows. */
export interface DeviceProps {
  readonly kind: DeviceKind;
  readonly device: DeviceState;
  readonly actions: Actions;
}

/** Choice of a device, shown once the browser tells which there are. */
export function DeviceField(
  { kind, device, actions }: DeviceProps,
): JSX.Element {
  const text = useText();
  const { choices, deviceId } = device;
  return (
    <label class="field">
      <span class="field-label">{text(kind)}</span>
      <span class="select">
        <Icon name={kind} />
        <select
          data-testid={`${kind}-select`}
          disabled={choices.length === 0}
          value={deviceId ?? ""}
          onChange={(event) => actions.choose(kind, event.currentTarget.value)}
        >
          {deviceId === null && (
            <option value="">{text("systemDefault")}</option>
          )}
          {choices.map(({ id, label }, i) => (
            <option key={id} value={id}>
              {label || text(`${kind}Number`, { n: i + 1 })}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}

/** What is wrong with a device and what to do, or nothing. */
export function DeviceProblem(
  { kind, device, actions }: DeviceProps,
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
        onClick={() => actions.setOn(kind, true)}
      >
        {text("tryAgain")}
      </button>
    </div>
  );
}
