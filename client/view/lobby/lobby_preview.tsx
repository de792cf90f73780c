/**
 * The preview of the own camera and microphone before joining.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { isSelfViewMirrored } from "../context/self_view.ts";
import { DeviceToggle } from "../devices/device_toggle.tsx";
import { classNames } from "../ui/class_names.ts";
import { Icon } from "../ui/icon.tsx";
import { initialsOf } from "../ui/initials.ts";
import { LevelMeter } from "../devices/level_meter.tsx";
import { Video } from "../ui/media_elements.tsx";
import { useText } from "../context/i18n.ts";

/** Video with device toggles and the microphone level. */
export function LobbyPreview(
  { state, actions, name }: {
    readonly state: CallState;
    readonly actions: Actions;
    readonly name: string;
  },
): JSX.Element {
  const text = useText();
  const { camera, microphone, preview } = state.media;
  const isStarting = camera.isStarting ||
    (camera.isOn && state.processing.background.isStarting);
  return (
    <section
      class={classNames(
        "preview",
        camera.problem !== null && "is-without-camera",
      )}
      data-testid="preview"
      aria-label={text("preview")}
    >
      {preview === null && (
        <div class="preview-off">
          <span class="avatar hue-0">
            {initialsOf(name) || <Icon name="people" />}
          </span>
          <p>{text(isStarting ? "cameraStarting" : "cameraIsOff")}</p>
        </div>
      )}
      <Video
        stream={preview}
        isMirrored={isSelfViewMirrored(state)}
        label={text("preview")}
      />
      {microphone.isOn && <LevelMeter actions={actions} />}
      <div class="preview-controls">
        <DeviceToggle kind="microphone" device={microphone} actions={actions} />
        <DeviceToggle kind="camera" device={camera} actions={actions} />
      </div>
    </section>
  );
}
