/**
 * The problem of a camera or microphone, with a remedy.
 *
 * @module
 */
import type { JSX } from "preact";
import type {
  DeviceState,
  MediaState,
} from "../../engine/media/media_state.ts";
import type { StringKey } from "../../strings/en.ts";
import type { Actions, DeviceKind } from "../context/actions.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** Text of each problem of each device. */
const PROBLEMS = {
  camera: {
    refused: "cameraRefused",
    "refused-by-system": "refusedBySystem",
    missing: "cameraMissing",
    busy: "cameraBusy",
    insecure: "cameraInsecure",
    unsupported: "obstacleNoDevices",
    ended: "cameraEnded",
  },
  microphone: {
    refused: "microphoneRefused",
    "refused-by-system": "refusedBySystem",
    missing: "microphoneMissing",
    busy: "microphoneBusy",
    insecure: "microphoneInsecure",
    unsupported: "obstacleNoDevices",
    ended: "microphoneEnded",
  },
} as const satisfies Record<DeviceKind, Record<string, StringKey>>;

/** Text of a problem that both devices have. */
const SHARED_PROBLEMS: Readonly<Record<string, StringKey>> = {
  refused: "devicesRefused",
  "refused-by-system": "refusedBySystem",
  unsupported: "obstacleNoDevices",
};

/** The problems of both devices: one item where one sentence fits both. */
export function DeviceProblems(
  { media: { camera, microphone }, actions }: {
    readonly media: Pick<MediaState, DeviceKind>;
    readonly actions: Actions;
  },
): JSX.Element {
  const textKey = camera.problem === microphone.problem
    ? SHARED_PROBLEMS[camera.problem ?? ""]
    : undefined;
  if (textKey) {
    return (
      <ProblemItem
        kind="camera"
        textKey={textKey}
        retry={() => {
          actions.setDeviceEnabled("camera", true);
          actions.setDeviceEnabled("microphone", true);
        }}
      />
    );
  }
  return (
    <>
      <DeviceProblem kind="camera" device={camera} actions={actions} />
      <DeviceProblem kind="microphone" device={microphone} actions={actions} />
    </>
  );
}

/** Text and retry button; nothing while the device works. */
export function DeviceProblem(
  { kind, device, actions }: {
    readonly kind: DeviceKind;
    readonly device: DeviceState;
    readonly actions: Actions;
  },
): JSX.Element | null {
  if (device.problem === null) return null;
  return (
    <ProblemItem
      kind={kind}
      textKey={PROBLEMS[kind][device.problem]}
      retry={() => actions.setDeviceEnabled(kind, true)}
    />
  );
}

function ProblemItem(
  { kind, textKey, retry }: {
    readonly kind: DeviceKind;
    readonly textKey: StringKey;
    readonly retry: () => void;
  },
): JSX.Element {
  const text = useText();
  return (
    <div class="device-problem" data-testid={`${kind}-problem`}>
      <Icon name={`${kind}Off`} />
      <p>{text(textKey)}</p>
      <Button size="small" onClick={retry}>{text("tryAgain")}</Button>
    </div>
  );
}
