/**
 * Recordings that the browser keeps: after their end, and after a crash.
 *
 * @module
 */
import type { JSX } from "preact";
import type { KeptRecording } from "../../engine/call/recording_state.ts";
import type { RecordingActions } from "../context/recording_actions.ts";
import { useI18n, useText } from "../context/i18n.ts";
import { formatFileSize } from "../files/file_size.ts";
import { Button } from "../ui/button.tsx";

/** A row for each of them, until it is deleted. */
export function KeptRecordings(
  { kept, actions }: {
    readonly kept: readonly KeptRecording[];
    readonly actions: RecordingActions;
  },
): JSX.Element | null {
  const text = useText();
  const { language } = useI18n();
  if (kept.length === 0) return null;
  return (
    <section class="kept-recordings" aria-label={text("keptRecordings")}>
      {kept.map(({ id, name, bytes }) => (
        <div key={id} class="kept-recording" data-testid="kept-recording">
          <p>
            {text("keptRecording", {
              name,
              size: formatFileSize(bytes, language),
            })}
          </p>
          <Button
            size="small"
            variant="primary"
            icon="save"
            testId="save-recording"
            onClick={() =>
              actions.saveRecording(id)}
          >
            {text("saveRecording")}
          </Button>
          <Button
            size="small"
            testId="delete-recording"
            onClick={() =>
              actions.deleteRecording(id)}
          >
            {text("deleteRecording")}
          </Button>
        </div>
      ))}
    </section>
  );
}
