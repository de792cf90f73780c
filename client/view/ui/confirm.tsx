/**
 * Inline confirmation of an irreversible action; replaces its button.
 *
 * @module
 */
import type { JSX } from "preact";
import { useText } from "../context/i18n.ts";
import { Button } from "./button.tsx";
import { useFocusOnMount } from "./focus.ts";

/** A button that confirms. */
export interface ConfirmChoice {
  readonly label: string;
  readonly testId: string;
  readonly isDanger: boolean;
  readonly run: () => void;
}

/** The question and its choices; Escape and "Cancel" change nothing. */
export function Confirm(
  { question, hint, choices, close }: {
    readonly question: string;
    readonly hint?: string | undefined;
    readonly choices: readonly ConfirmChoice[];
    readonly close: () => void;
  },
): JSX.Element {
  const text = useText();
  const ref = useFocusOnMount<HTMLDivElement>();
  const cancel = () => {
    const firstButton = ref.current?.closest("li")?.querySelector("button");
    (firstButton ?? closestFocusable(ref.current))?.focus();
    close();
  };
  return (
    <div
      class="confirm"
      role="group"
      aria-label={question}
      ref={ref}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        cancel();
      }}
    >
      <p class="confirm-question">{question}</p>
      {hint !== undefined && <p class="confirm-hint">{hint}</p>}
      <div class="confirm-choices">
        {choices.map(({ label, testId, isDanger, run }) => (
          <Button
            key={testId}
            size="small"
            variant={isDanger ? "danger" : "outlined"}
            testId={testId}
            onClick={() => {
              closestFocusable(ref.current)?.focus();
              close();
              run();
            }}
          >
            {label}
          </Button>
        ))}
        <Button size="small" variant="quiet" onClick={cancel}>
          {text("cancel")}
        </Button>
      </div>
    </div>
  );
}

/** Nearest focusable ancestor: stays on the page when the question goes. */
function closestFocusable(question: HTMLElement | null): HTMLElement | null {
  return question?.parentElement?.closest<HTMLElement>("[tabindex]") ?? null;
}
