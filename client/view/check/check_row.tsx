/**
 * One row of the connection check: name, result, measurements.
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

/** CSS modifier of a row. */
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

/** A check and its result; `children` are the controls of the row. */
export interface CheckRowProps {
  readonly name: CheckName;
  readonly result: CheckResult;
  readonly children?: ComponentChildren;
}

/** One row; a screen reader announces a change of the result. */
export function CheckRow(
  { name, result, children }: CheckRowProps,
): JSX.Element {
  const text = useText();
  const appearance = appearanceOf(result);
  const icon = ICONS[appearance];
  const [, hint] = CHECK_NAME_KEYS[name];
  const measurements = formatMeasurements(result, text);
  return (
    <li
      class={`check-row is-${appearance}`}
      data-testid="check-row"
      data-check={name}
      data-state={result.state}
      data-code={result.state === "done" ? result.code : ""}
    >
      <span class="check-mark" aria-hidden="true">
        {icon && <Icon name={icon} />}
      </span>
      <div class="check-name" aria-hidden="true">
        <span>{formatCheckName(name, text)}</span>
        {hint && <span class="check-hint">{text(hint)}</span>}
      </div>
      <p class="check-found" role="status" aria-atomic="true">
        <span class="visually-hidden">{formatCheckName(name, text)}:</span>
        <span class="check-word">{formatCheckResult(name, result, text)}</span>
        {measurements.length > 0 && (
          <span class="check-figures">
            {measurements.map((measurement) => (
              <span key={measurement}>{measurement}</span>
            ))}
          </span>
        )}
      </p>
      {children && <div class="check-act">{children}</div>}
    </li>
  );
}
