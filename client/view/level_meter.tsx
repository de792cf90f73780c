/**
 * Shows how loud one's own microphone is, and says so when nothing comes
 * from it. It is read only while this is on the screen.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type InputLevel, NO_LEVEL } from "../engine/input_level.ts";
import type { Actions } from "./actions.ts";
import { useText } from "./text.ts";

/** A bar that grows with the voice, and below it a sentence if need be. */
export function LevelMeter(
  { actions }: { readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const { level, isSilent } = useInputLevel(actions);
  return (
    <div class={`level ${isSilent ? "is-silent" : ""}`}>
      <div
        class="meter"
        role="meter"
        aria-label={text("microphoneLevel")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(level * 100)}
        data-testid="level-meter"
        style={{ "--level": level.toFixed(2) }}
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
  useEffect(() => actions.listenLevel(setLevel), []);
  return level;
}
