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
import type { MediaProblem } from "../../engine/media/media_problem.ts";
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

/** The problems of both devices: one item where one sentence fits both. */
export function DeviceProblems(
  { media: { camera, microphone }, actions }: {
    readonly media: Pick<MediaState, DeviceKind>;
    readonly actions: Actions;
  },
): JSX.Element {
  const textKey = findSharedText(camera.problem, microphone.problem);
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

/** The sentence that fits both devices, or null. */
function findSharedText(
  camera: MediaProblem | null,
  microphone: MediaProblem | null,
): StringKey | null {
  if (camera === null || camera !== microphone) return null;
  if (camera === "refused") return "devicesRefused";
  const textKey = PROBLEMS.camera[camera];
  return textKey === PROBLEMS.microphone[camera] ? textKey : null;
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
