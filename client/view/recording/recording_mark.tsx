/**
 * The mark in the header while the call is recorded, by anyone, with a button
 * that stops the own recording.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { RecordingActions } from "../context/recording_actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";

const SECOND_MS = 1_000;

/** The mark, or nothing. */
export function RecordingMark(
  { state, actions }: {
    readonly state: CallState;
    readonly actions: RecordingActions;
  },
): JSX.Element | null {
  const text = useText();
  const { startedAtMs } = state.recording;
  const names = state.remoteMembers.filter(({ info }) => info.recording)
    .map(({ info }) => info.name || text("guest"));
  if (startedAtMs === null && names.length === 0) return null;
  const label = names.length > 0
    ? text("recordingBy", { name: names.join(", ") })
    : text("ownRecording");
  return (
    <div class="recording-mark" data-testid="recording-mark">
      <span class="recording-state" role="img" aria-label={label} title={label}>
        <span class="recording-dot" />
        <span class="recording-text">{text("recording")}</span>
      </span>
      {startedAtMs !== null && (
        <>
          <RecordedTime startedAtMs={startedAtMs} />
          <Button
            size="small"
            variant="danger"
            aria-label={text("stopRecording")}
            testId="stop-recording"
            onClick={() => actions.stopRecording()}
          >
            {text("stop")}
          </Button>
        </>
      )}
    </div>
  );
}

function RecordedTime(
  { startedAtMs }: { readonly startedAtMs: number },
): JSX.Element {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <span class="recording-time" role="timer">
      {formatElapsed(nowMs - startedAtMs)}
    </span>
  );
}

/** Time as minutes and seconds, from an hour on with hours. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS));
  const pad = (value: number) => String(value % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return hours > 0
    ? `${hours}:${pad(minutes)}:${pad(seconds)}`
    : `${minutes}:${pad(seconds)}`;
}
