/**
 * The settings panel: devices, sound, push to talk, language.
 *
 * @module
 */
import type { JSX } from "preact";
import { AlertSwitches } from "./alert_switches.tsx";
import { BackgroundSection } from "./background_section.tsx";
import { DeviceField } from "./device_field.tsx";
import { DeviceProblem } from "./device_problem.tsx";
import { LanguageSwitch } from "../ui/language_switch.tsx";
import { LevelMeter } from "./level_meter.tsx";
import type { PanelProps } from "../context/panel_props.ts";
import {
  AudioProcessingSwitches,
  SpeakerTestButton,
} from "./audio_processing_switches.tsx";
import {
  CameraFormatFields,
  MediaSwitch,
  SendingFields,
} from "./media_settings_fields.tsx";
import { Switch } from "../ui/switch.tsx";
import { useText } from "../context/i18n.ts";

/** Content of the side panel. */
export function SettingsPanel({ state, actions }: PanelProps): JSX.Element {
  const text = useText();
  const { camera, microphone } = state.media;
  return (
    <div
      class="panel-body settings"
      tabIndex={0}
      aria-label={text("settings")}
      role="group"
    >
      <section class="settings-group">
        <DeviceField kind="camera" state={state} actions={actions} />
        <DeviceProblem kind="camera" device={camera} actions={actions} />
        <Switch
          label={text("mirrorSelf")}
          hint={text("mirrorSelfHint")}
          isOn={state.devices.isSelfMirrored}
          testId="switch-mirror"
          onChange={(isOn) => actions.setSelfMirrored(isOn)}
        />
        <BackgroundSection state={state} actions={actions} hasPreview />
        <CameraFormatFields state={state} actions={actions} />
        <DeviceField kind="microphone" state={state} actions={actions} />
        <LevelMeter actions={actions} />
        <DeviceProblem
          kind="microphone"
          device={microphone}
          actions={actions}
        />
        <DeviceField kind="speaker" state={state} actions={actions} />
        <SpeakerTestButton actions={actions} />
      </section>
      <section class="settings-group">
        <Switch
          label={text("pushToTalk")}
          hint={text("pushToTalkHint")}
          isOn={state.devices.pushToTalk.isEnabled}
          testId="switch-push-to-talk"
          onChange={(isOn) => actions.setPushToTalkEnabled(isOn)}
        />
        <Switch
          label={text("mutedSpeechSwitch")}
          hint={text("mutedSpeechHint")}
          isOn={state.devices.detectsMutedSpeech}
          testId="switch-muted-speech"
          onChange={(isOn) => actions.setMutedSpeechDetection(isOn)}
        />
        <MediaSwitch name="isMusic" state={state} actions={actions} />
        {!state.mediaSettings.isMusic && (
          <AudioProcessingSwitches state={state} actions={actions} />
        )}
      </section>
      <section class="settings-group">
        <SendingFields state={state} actions={actions} />
        <MediaSwitch name="savesData" state={state} actions={actions} />
        <MediaSwitch name="isSoundOnly" state={state} actions={actions} />
        {state.screen.isSupported && (
          <MediaSwitch name="isScreenMotion" state={state} actions={actions} />
        )}
      </section>
      <section class="settings-group">
        <AlertSwitches state={state} actions={actions} />
      </section>
      <section class="settings-group settings-language">
        <span class="field-label" aria-hidden="true">{text("language")}</span>
        <LanguageSwitch />
      </section>
    </div>
  );
}
