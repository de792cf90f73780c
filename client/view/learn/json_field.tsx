/**
 * A field for several lines of code or JSON.
 *
 * @module
 */
import type { JSX } from "preact";
import { useId } from "preact/hooks";

/** A monospaced text area with a label. */
export function JsonField(
  { label, testId, value, rows = 9, onChange }: {
    readonly label: string;
    readonly testId: string;
    readonly value: string;
    readonly rows?: number;
    readonly onChange: (value: string) => void;
  },
): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>{label}</label>
      <textarea
        id={id}
        class="input learn-code"
        data-testid={testId}
        rows={rows}
        value={value}
        spellcheck={false}
        autocapitalize="none"
        autocomplete="off"
        translate={false}
        dir="ltr"
        maxLength={20_000}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  );
}
