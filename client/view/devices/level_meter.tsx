/**
 * The level meter of the own microphone, with a warning when it delivers no
 * sound. The level is measured only while the meter is mounted.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type InputLevel, NO_LEVEL } from "../../engine/media/input_level.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { classNames } from "../ui/class_names.ts";
import { Meter } from "../ui/meter.tsx";

/** Meter and warning. */
export function LevelMeter(
  { actions }: { readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const { level, isSilent } = useInputLevel(actions);
  return (
    <div class={classNames("level", isSilent && "is-silent")}>
      <Meter
        label={text("microphoneLevel")}
        level={level}
        testId="level-meter"
      />
      <p class="level-note" role="status">
        {isSilent && (
          <span data-testid="hear-nothing">{text("hearNothing")}</span>
        )}
      </p>
    </div>
  );
}

function useInputLevel(actions: Actions): InputLevel {
  const [level, setLevel] = useState(NO_LEVEL);
  useEffect(() => actions.subscribeInputLevel(setLevel), []);
  return level;
}
