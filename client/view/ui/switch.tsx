/**
 * A labelled on-off switch with a hint.
 *
 * @module
 */
import type { JSX } from "preact";
import { useId } from "preact/hooks";

/** A checkbox with the role of a switch. */
export function Switch(
  { label, hint, isOn, testId, onChange }: {
    readonly label: string;
    readonly hint: string;
    readonly isOn: boolean;
    readonly testId: string;
    readonly onChange: (isOn: boolean) => void;
  },
): JSX.Element {
  const id = useId();
  return (
    <div class="switch">
      <label class="switch-label" for={id}>{label}</label>
      <p class="switch-hint" id={`${id}-hint`}>{hint}</p>
      <input
        id={id}
        type="checkbox"
        role="switch"
        class="switch-input"
        data-testid={testId}
        aria-describedby={`${id}-hint`}
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
}
