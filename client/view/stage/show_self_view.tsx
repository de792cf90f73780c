/**
 * The button that shows the hidden self view again. It is in the header of the
 * call, where it covers no tile.
 *
 * @module
 */
import type { JSX } from "preact";
import { useText } from "../context/i18n.ts";
import { IconButton } from "../ui/button.tsx";
import { useFocusOnMount } from "../ui/focus.ts";
import type { PinControl } from "./pin_state.ts";
import type { StageTiles } from "./stage_layout.ts";
import { includesSelfView } from "./stage_tiles.ts";

/** The button, or nothing while the self view is on the stage. */
export function ShowSelfView(
  { tiles, pinControl }: {
    readonly tiles: StageTiles;
    readonly pinControl: PinControl;
  },
): JSX.Element | null {
  return includesSelfView(tiles)
    ? null
    : <ShowSelfButton onClick={() => pinControl.setSelfHidden(false)} />;
}

function ShowSelfButton(
  { onClick }: { readonly onClick: () => void },
): JSX.Element {
  const text = useText();
  // Takes the focus over from the removed button that hid the self view.
  const ref = useFocusOnMount<HTMLButtonElement>();
  return (
    <IconButton
      ref={ref}
      icon="show"
      variant="plain"
      class="show-self"
      label={text("showSelf")}
      testId="show-self"
      onClick={onClick}
    />
  );
}
