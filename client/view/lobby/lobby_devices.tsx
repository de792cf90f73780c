/**
 * The devices in the lobby: three select fields in one row, and the sound
 * settings in a collapsed section.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { BackgroundSection } from "../devices/background_section.tsx";
import { DeviceField } from "../devices/device_field.tsx";
import {
  AudioProcessingSwitches,
  SpeakerTestButton,
} from "../devices/audio_processing_switches.tsx";
import { useText } from "../context/i18n.ts";

/** Camera, microphone, speaker and sound settings. */
export function LobbyDevices(
  props: { readonly state: CallState; readonly actions: Actions },
): JSX.Element {
  const text = useText();
  return (
    <section class="lobby-devices" aria-label={text("devices")}>
      <div class="device-fields">
        {(["camera", "microphone", "speaker"] as const).map((kind) => (
          <DeviceField key={kind} kind={kind} isLabelHidden {...props} />
        ))}
      </div>
      <BackgroundSection {...props} />
      <details class="more-sound" data-testid="sound-settings">
        <summary>{text("soundSettings")}</summary>
        <div class="more-sound-body">
          <AudioProcessingSwitches {...props} />
          <SpeakerTestButton actions={props.actions} />
        </div>
      </details>
    </section>
  );
}
