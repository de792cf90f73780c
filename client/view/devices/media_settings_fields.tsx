/**
 * Settings of what is sent and received: size and frame rate of the camera,
 * less data, sound only, music, and motion of a shared screen.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import {
  CAMERA_SIZES,
  type CameraSizeName,
  CODEC_CHOICES,
  FRAME_RATES,
  type FrameRateName,
  type MediaSettings,
  UPLOAD_LIMITS,
  uploadLimitKbps,
} from "../../engine/media/media_settings.ts";
import type { StringKey } from "../../strings/en.ts";
import type { DeviceActions } from "../context/device_actions.ts";
import { useText } from "../context/i18n.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Switch } from "../ui/switch.tsx";

interface FieldsProps {
  readonly state: CallState;
  readonly actions: DeviceActions;
}

const SIZE_NAMES = Object.keys(CAMERA_SIZES) as readonly CameraSizeName[];
const RATE_NAMES = Object.keys(FRAME_RATES) as readonly FrameRateName[];
const RATE_LABELS = { auto: "", "30": "30 fps", "10-15": "10–15 fps" } as const;

/** Size and frame rate of the camera. */
export function CameraFormatFields(
  { state, actions }: FieldsProps,
): JSX.Element {
  const { cameraSize, frameRate } = state.mediaSettings;
  return (
    <>
      <ChoiceField
        name="cameraSize"
        icon="camera"
        value={cameraSize}
        names={SIZE_NAMES}
        labelOf={(name) => name}
        onChange={(cameraSize) => actions.setMediaSettings({ cameraSize })}
      />
      <ChoiceField
        name="frameRate"
        icon="camera"
        value={frameRate}
        names={RATE_NAMES}
        labelOf={(name) => RATE_LABELS[name]}
        onChange={(frameRate) => actions.setMediaSettings({ frameRate })}
      />
    </>
  );
}

/** Codec and bitrate of what is sent. */
export function SendingFields(
  { state, actions }: FieldsProps,
): JSX.Element {
  const { codec, uploadLimit } = state.mediaSettings;
  return (
    <>
      <ChoiceField
        name="videoCodec"
        icon="camera"
        value={codec}
        names={CODEC_CHOICES}
        labelOf={(name) => name}
        onChange={(codec) => actions.setMediaSettings({ codec })}
      />
      <ChoiceField
        name="uploadLimit"
        icon="bars"
        value={uploadLimit}
        names={UPLOAD_LIMITS}
        labelOf={(name) => `${uploadLimitKbps(name)} kbit/s`}
        onChange={(uploadLimit) => actions.setMediaSettings({ uploadLimit })}
      />
    </>
  );
}

function ChoiceField<T extends string>(
  { name, icon, value, names, labelOf, onChange }: {
    readonly name: StringKey;
    readonly icon: IconName;
    readonly value: T;
    readonly names: readonly T[];
    readonly labelOf: (name: T) => string;
    readonly onChange: (name: T) => void;
  },
): JSX.Element {
  const text = useText();
  return (
    <label class="field">
      <span class="field-label">{text(name)}</span>
      <span class="select">
        <Icon name={icon} />
        <select
          data-testid={`${name}-select`}
          value={value}
          onChange={({ currentTarget }) => {
            const chosen = names.find((other) => other === currentTarget.value);
            if (chosen !== undefined) onChange(chosen);
          }}
        >
          {names.map((other) => (
            <option key={other} value={other}>
              {other === "auto" ? text("layoutAuto") : labelOf(other)}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}

const SWITCHES = {
  savesData: ["saveData", "saveDataHint"],
  isSoundOnly: ["soundOnly", "soundOnlyHint"],
  isMusic: ["musicMode", "musicModeHint"],
  isScreenMotion: ["screenMotion", "screenMotionHint"],
} as const satisfies Partial<
  Record<keyof MediaSettings, readonly [StringKey, StringKey]>
>;

/** Switch of one setting. */
export function MediaSwitch(
  { name, state, actions }: FieldsProps & {
    readonly name: keyof typeof SWITCHES;
  },
): JSX.Element {
  const text = useText();
  const [label, hint] = SWITCHES[name];
  return (
    <Switch
      label={text(label)}
      hint={text(hint)}
      isOn={state.mediaSettings[name]}
      testId={`switch-${label}`}
      onChange={(isOn) => actions.setMediaSettings({ [name]: isOn })}
    />
  );
}
