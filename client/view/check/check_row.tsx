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
import {
  CHECK_NAME_KEYS,
  formatCheckName,
  formatCheckResult,
  formatMeasurements,
} from "./check_text.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** How a result looks. */
type RowAppearance = "waiting" | "running" | "good" | "bad" | "none";

function appearanceOf(result: CheckResult): RowAppearance {
  if (result.state !== "done") return result.state;
  if (result.code === "ok") return "good";
  return result.code === "not-offered" ? "none" : "bad";
}

const ICONS: Readonly<Record<RowAppearance, IconName | null>> = {
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
  const look = appearanceOf(result);
  const mark = ICONS[look];
  const [, hint] = CHECK_NAME_KEYS[name];
  const figures = formatMeasurements(result, text);
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
        <span>{formatCheckName(name, text)}</span>
        {hint && <span class="check-hint">{text(hint)}</span>}
      </div>
      <p class="check-found" role="status" aria-atomic="true">
        <span class="visually-hidden">{formatCheckName(name, text)}:</span>
        <span class="check-word">{formatCheckResult(name, result, text)}</span>
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
