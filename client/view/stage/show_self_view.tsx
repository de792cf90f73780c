/**
 * Brings the hidden self view back. It stands in the head of the call, since
 * on the stage it would cover somebody.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import { useFocusOnMount } from "../ui/focus.ts";
import { Icon } from "../ui/icon.tsx";
import type { PinControl } from "./pin_state.ts";
import { selectStageTiles, SELF_KEY } from "./stage_tiles.ts";
import { useText } from "../context/i18n.ts";

/** The button, or nothing while one sees oneself. */
export function ShowSelfView(
  { state, stage }: {
    readonly state: CallState;
    readonly stage: PinControl;
  },
): JSX.Element | null {
  const { keys, cornerKey } = selectStageTiles(state, stage.pinState);
  return cornerKey === SELF_KEY || keys.includes(SELF_KEY)
    ? null
    : <ShowSelfButton onClick={() => stage.setSelfHidden(false)} />;
}

function ShowSelfButton(
  { onClick }: { readonly onClick: () => void },
): JSX.Element {
  const text = useText();
  // The button that was pressed to get here is gone.
  const focusOnce = useFocusOnMount<HTMLButtonElement>();
  return (
    <button
      type="button"
      ref={focusOnce}
      class="round is-plain show-self"
      data-testid="show-self"
      aria-label={text("showSelf")}
      title={text("showSelf")}
      onClick={onClick}
    >
      <Icon name="show" />
    </button>
  );
}
