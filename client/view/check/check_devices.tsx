/**
 * The interactive half of the connection check: camera preview, microphone
 * recording, and a test tone that the user confirms.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CheckState } from "../../engine/check/connection_check.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Video } from "../ui/media_elements.tsx";
import { Meter } from "../ui/meter.tsx";
import type { CheckActions } from "./check_actions.ts";
import { CheckRow } from "./check_row.tsx";

interface CheckDevicesProps {
  readonly state: CheckState;
  readonly actions: CheckActions;
}

/** Camera, microphone and speaker. */
export function CheckDevices(props: CheckDevicesProps): JSX.Element {
  const text = useText();
  const { preview, isMicrophoneOpen, results } = props.state;
  return (
    <section class="check-card" aria-labelledby="check-devices">
      <h2 id="check-devices" class="check-title">{text("checkDevices")}</h2>
      <div class="check-preview">
        {preview === null && (
          <p class="check-preview-off">
            <Icon name="camera" />
            {text("checkNoPreview")}
          </p>
        )}
        <Video stream={preview} isMirrored label={text("preview")} />
      </div>
      <ul class="check-rows">
        <CheckRow name="camera" result={results.camera} />
        <CheckRow name="microphone" result={results.microphone}>
          {isMicrophoneOpen && <MicrophoneTest {...props} />}
        </CheckRow>
        <CheckRow name="speaker" result={results.speaker}>
          <ToneTest {...props} />
        </CheckRow>
      </ul>
      {(preview !== null || isMicrophoneOpen) && (
        <Button
          size="small"
          variant="quiet"
          class="check-release"
          testId="check-release"
          onClick={() => props.actions.releaseDevices()}
        >
          {text("checkRelease")}
        </Button>
      )}
    </section>
  );
}

const RECORD_LABELS = {
  none: "checkRecord",
  recording: "checkRecording",
  playing: "checkPlaying",
} as const;

function MicrophoneTest({ state, actions }: CheckDevicesProps): JSX.Element {
  const text = useText();
  const { level, recording } = state;
  return (
    <>
      <Meter
        label={text("checkMeter")}
        level={level}
        testId="check-meter"
      />
      <Button
        size="small"
        icon="microphone"
        testId="check-record"
        data-state={recording}
        aria-disabled={recording !== "none"}
        onClick={() => actions.record()}
      >
        {text(RECORD_LABELS[recording])}
      </Button>
    </>
  );
}

function ToneTest({ state, actions }: CheckDevicesProps): JSX.Element {
  const text = useText();
  const isPlaying = state.tone === "playing";
  const isAsked = state.tone === "asked";
  return (
    <>
      {isAsked && (
        <div
          class="check-question"
          role="group"
          aria-label={text("checkHeard")}
        >
          <p role="status">{text("checkHeard")}</p>
          {([["yes", true], ["no", false]] as const).map(([key, isHeard]) => (
            <Button
              key={key}
              size="small"
              testId={`check-heard-${key}`}
              onClick={() => actions.answerTone(isHeard)}
            >
              {text(key)}
            </Button>
          ))}
        </div>
      )}
      <Button
        size="small"
        icon="sound"
        testId="check-tone"
        aria-disabled={isPlaying}
        onClick={() => actions.playTone()}
      >
        {text(isPlaying ? "checkTonePlaying" : "checkTone")}
      </Button>
    </>
  );
}
