/**
 * A button that runs a part of the demo.
 *
 * @module
 */
import type { JSX } from "preact";
import type { StringKey } from "../../strings/en.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";

/** Says that it runs while it does; presses are ignored then. */
export function RunButton(
  { label, testId, isPrimary = false, running, name = "", onRun }: {
    readonly label: StringKey;
    readonly testId: string;
    readonly isPrimary?: boolean;
    /** What runs now, or null. */
    readonly running: string | null;
    /** What this button runs. */
    readonly name?: string;
    readonly onRun: () => void;
  },
): JSX.Element {
  const text = useText();
  return (
    <Button
      variant={isPrimary ? "primary" : "outlined"}
      testId={testId}
      aria-disabled={running !== null}
      onClick={() => {
        if (running === null) onRun();
      }}
    >
      {text(running !== null && running === name ? "learnRunning" : label)}
    </Button>
  );
}
