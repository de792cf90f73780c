/**
 * One line of the connection check: what was looked at, and what was found.
 *
 * @module
 */
import type { ComponentChildren, JSX } from "preact";
import type {
  CheckName,
  CheckResult,
} from "../../engine/check/check_result.ts";
import { CHECK_NAMES, figuresOf, findingOf, nameOf } from "./check_text.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** How a result looks. */
type Look = "waiting" | "running" | "good" | "bad" | "none";

function lookOf(result: CheckResult): Look {
  if (result.state !== "done") return result.state;
  if (result.code === "ok") return "good";
  return result.code === "not-offered" ? "none" : "bad";
}

const MARKS: Readonly<Record<Look, IconName | null>> = {
  waiting: null,
  running: null,
  good: "tick",
  bad: "close",
  none: "dash",
};

/** What a line shows; `children` is what the person can do in it. */
export interface CheckRowProps {
  readonly name: CheckName;
  readonly result: CheckResult;
  readonly children?: ComponentChildren;
}

/** One line; its finding is read out when it changes. */
export function CheckRow(
  { name, result, children }: CheckRowProps,
): JSX.Element {
  const text = useText();
  const look = lookOf(result);
  const mark = MARKS[look];
  const [, hint] = CHECK_NAMES[name];
  const figures = figuresOf(result, text);
  return (
    <li
      class={`check-row is-${look}`}
      data-testid="check-row"
      data-check={name}
      data-state={result.state}
      data-code={result.state === "done" ? result.code : ""}
    >
      <span class="check-mark" aria-hidden="true">
        {mark && <Icon name={mark} />}
      </span>
      <div class="check-name" aria-hidden="true">
        <span>{nameOf(name, text)}</span>
        {hint && <span class="check-hint">{text(hint)}</span>}
      </div>
      <p class="check-found" role="status" aria-atomic="true">
        <span class="visually-hidden">{nameOf(name, text)}:</span>
        <span class="check-word">{findingOf(name, result, text)}</span>
        {figures.length > 0 && (
          <span class="check-figures">
            {figures.map((figure) => <span key={figure}>{figure}</span>)}
          </span>
        )}
      </p>
      {children && <div class="check-act">{children}</div>}
    </li>
  );
}
