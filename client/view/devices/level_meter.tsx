/**
 * Shows how loud one's own microphone is, and says so when nothing comes
 * from it. It is read only while this is on the screen.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type InputLevel, NO_LEVEL } from "../../engine/media/input_level.ts";
import type { Actions } from "../context/actions.ts";
import { Meter } from "../ui/meter.tsx";
import { useText } from "../context/i18n.ts";

/** A bar that grows with the voice, and below it a sentence if need be. */
export function LevelMeter(
  { actions }: { readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const { level, isSilent } = useInputLevel(actions);
  return (
    <div class={`level ${isSilent ? "is-silent" : ""}`}>
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
