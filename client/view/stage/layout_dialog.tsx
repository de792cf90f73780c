/**
 * The dialog that selects the layout of the stage. The stage behind it changes
 * at once.
 *
 * @module
 */
import type { JSX } from "preact";
import {
  STAGE_LAYOUTS,
  type StageLayout,
} from "../../engine/call/stage_choice.ts";
import { useText } from "../context/i18n.ts";
import { LAYOUT_LABELS } from "../context/layout_labels.ts";
import type { StageActions } from "../context/stage_actions.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";

/** Radio buttons with a picture of each layout. */
export function LayoutDialog(
  { layout, actions, close }: {
    readonly layout: StageLayout;
    readonly actions: StageActions;
    readonly close: () => void;
  },
): JSX.Element {
  const text = useText();
  return (
    <Dialog
      title={text("layout")}
      testId="layout-dialog"
      closeTestId="dialog-close"
      onClose={close}
    >
      <div class="layouts" role="radiogroup" aria-label={text("layout")}>
        {STAGE_LAYOUTS.map((value) => (
          <label key={value} class="layout-choice">
            <input
              type="radio"
              name="layout"
              data-testid={`layout-${value}`}
              checked={value === layout}
              onChange={() => actions.setStage({ layout: value })}
            />
            <Icon name={LAYOUT_LABELS[value]} />
            {text(LAYOUT_LABELS[value])}
          </label>
        ))}
      </div>
    </Dialog>
  );
}
