/**
 * Switches for the processing of the own sound, and the speaker test.
 *
 * @module
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import { AUDIO_PROCESSING_OPTIONS } from "../../engine/media/audio_processing.ts";
import type { Actions } from "../context/actions.ts";
import { Button } from "../ui/button.tsx";
import { Switch } from "../ui/switch.tsx";
import { useText } from "../context/i18n.ts";

/** Echo cancellation, noise suppression, automatic gain, and our own suppression. */
export function AudioProcessingSwitches(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element {
  const text = useText();
  return (
    <>
      {AUDIO_PROCESSING_OPTIONS.map((option) => (
        <Switch
          key={option}
          label={text(option)}
          hint={text(`${option}Hint`)}
          isOn={state.media.audioProcessing[option]}
          testId={`switch-${option}`}
          onChange={(isOn) => actions.setAudioProcessing(option, isOn)}
        />
      ))}
      <Switch
        label={text("strongNoise")}
        hint={text("strongNoiseHint")}
        isOn={state.processing.noise.isOn}
        testId="switch-strongNoise"
        onChange={(isOn) => actions.setStrongNoiseSuppression(isOn)}
      />
    </>
  );
}

/** Plays a short tone on the selected speaker. */
export function SpeakerTestButton(
  { actions }: { readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const [isPlaying, setPlaying] = useState(false);
  const play = async () => {
    if (isPlaying) return;
    setPlaying(true);
    await actions.testSpeaker();
    setPlaying(false);
  };
  return (
    <Button
      size="small"
      variant="quiet"
      class="test-speaker"
      icon="sound"
      testId="test-speaker"
      data-playing={isPlaying}
      aria-disabled={isPlaying}
      onClick={() => void play()}
    >
      {text(isPlaying ? "testingSpeaker" : "testSpeaker")}
    </Button>
  );
}
