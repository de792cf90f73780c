/**
 * The summary of a finished connection check: verdict, causes and remedies.
 *
 * @module
 */
import type { JSX } from "preact";
import { serverUrl } from "../../engine/base_url.ts";
import {
  type CauseCode,
  type CheckVerdictLevel,
  findUncheckedDevices,
  judgeResults,
  type UncheckedDevice,
} from "../../engine/check/check_diagnosis.ts";
import type { CheckResult } from "../../engine/check/check_result.ts";
import type { CheckState } from "../../engine/check/connection_check.ts";
import type { StringKey } from "../../strings/en.ts";
import { useText } from "../context/i18n.ts";
import { ButtonLink } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { CHECK_CAUSE_KEYS } from "./check_text.ts";

const VERDICT_APPEARANCES = {
  good: ["verdictGood", "tick"],
  limited: ["verdictLimited", "alert"],
  bad: ["verdictBad", "close"],
} as const satisfies Record<CheckVerdictLevel, readonly [string, string]>;

const UNCHECKED_KEYS = {
  microphone: "uncheckedMicrophone",
  speaker: "uncheckedSpeaker",
} as const satisfies Record<UncheckedDevice, StringKey>;

/** Verdict of the check with one entry per cause. */
export function VerdictCard(
  { state }: { readonly state: CheckState },
): JSX.Element {
  const text = useText();
  const { results, isMicrophoneHeard } = state;
  const { level, causes } = judgeResults(results);
  const unchecked = findUncheckedDevices(results, isMicrophoneHeard);
  const [key, icon] = VERDICT_APPEARANCES[level];
  const isGoodSoFar = level === "good" && unchecked.length > 0;
  return (
    <section
      class={`verdict is-${level}`}
      data-testid="check-verdict"
      data-level={level}
      data-causes={causes.join(" ")}
      data-unchecked={unchecked.join(" ")}
    >
      <h2 class="verdict-title">
        <span class="check-mark" aria-hidden="true">
          <Icon name={icon} />
        </span>
        {text(isGoodSoFar ? "verdictGoodSoFar" : key)}
      </h2>
      {level !== "bad" && unchecked.length > 0 && (
        <ul class="unchecked">
          {unchecked.map((device) => (
            <li key={device}>{text(UNCHECKED_KEYS[device])}</li>
          ))}
        </ul>
      )}
      {causes.length > 0 && (
        <ul class="causes" aria-label={text("verdictDo")}>
          {causes.map((cause) => (
            <Cause key={cause} cause={cause} signaling={results.signaling} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Cause(
  { cause, signaling }: {
    readonly cause: CauseCode;
    readonly signaling: CheckResult;
  },
): JSX.Element {
  const text = useText();
  const [titleKey, remedyKey] = CHECK_CAUSE_KEYS[cause];
  return (
    <li class="cause">
      <h3>{text(titleKey)}</h3>
      <p>{remedyKey === null ? messageOf(signaling) : text(remedyKey)}</p>
      {cause.endsWith("-certificate") && (
        <ButtonLink size="small" href={serverUrl("/ca").pathname}>
          {text("trustThisDevice")}
        </ButtonLink>
      )}
      <code>{cause}</code>
    </li>
  );
}

function messageOf(result: CheckResult): string | undefined {
  return result.state === "done" ? result.figures.message : undefined;
}
