/**
 * A question before what cannot be taken back, in the place of its button.
 *
 * @module
 */
import type { JSX } from "preact";
import { useFocusOnMount } from "./focus.ts";
import { useText } from "../context/i18n.ts";

/** One way to say yes. */
export interface ConfirmChoice {
  readonly label: string;
  readonly testId: string;
  readonly isDanger: boolean;
  readonly run: () => void;
}

/** The question with its ways; Escape and "Cancel" change nothing. */
export function Confirm(
  { question, hint, ways, close }: {
    readonly question: string;
    readonly hint?: string | undefined;
    readonly ways: readonly ConfirmChoice[];
    readonly close: () => void;
  },
): JSX.Element {
  const text = useText();
  const ref = useFocusOnMount<HTMLDivElement>();
  const cancel = () => {
    const line = ref.current?.closest("li")?.querySelector("button");
    (line ?? closestFocusable(ref.current))?.focus();
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
      {hint !== undefined && <p class="people-hint">{hint}</p>}
      <div class="confirm-ways">
        {ways.map(({ label, testId, isDanger, run }) => (
          <button
            key={testId}
            type="button"
            class={`button is-small ${isDanger ? "is-danger" : ""}`}
            data-testid={testId}
            onClick={() => {
              closestFocusable(ref.current)?.focus();
              close();
              run();
            }}
          >
            {label}
          </button>
        ))}
        <button type="button" class="button is-small is-quiet" onClick={cancel}>
          {text("cancel")}
        </button>
      </div>
    </div>
  );
}

/** Where the focus is safe when the question and its line go. */
function closestFocusable(question: HTMLElement | null): HTMLElement | null {
  return question?.parentElement?.closest<HTMLElement>("[tabindex]") ?? null;
}
