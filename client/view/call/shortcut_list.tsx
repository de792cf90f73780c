/**
 * The dialog with the keyboard shortcuts and the switch that turns them off,
 * for speech input and accidental key presses (WCAG 2.1.4).
 *
 * @module
 */
import type { JSX } from "preact";
import { useText } from "../context/i18n.ts";
import { classNames } from "../ui/class_names.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SHORTCUTS } from "./shortcuts.ts";

/** Input of the dialog. */
export interface ShortcutListProps {
  readonly isOn: boolean;
  readonly setOn: (isOn: boolean) => void;
  readonly close: () => void;
}

/** Modal list of the shortcuts. */
export function ShortcutList(
  { isOn, setOn, close }: ShortcutListProps,
): JSX.Element {
  const text = useText();
  return (
    <Dialog
      title={text("shortcuts")}
      testId="shortcut-list"
      closeTestId="dialog-close"
      onClose={close}
    >
      <dl class={classNames("shortcuts", !isOn && "is-off")}>
        {SHORTCUTS.map(({ key, label }) => (
          <div key={key} class="shortcut">
            <dt>
              <kbd>{key.toUpperCase()}</kbd>
            </dt>
            <dd>{text(label)}</dd>
          </div>
        ))}
      </dl>
      <label class="shortcuts-on">
        <input
          type="checkbox"
          data-testid="shortcuts-on"
          checked={isOn}
          onChange={({ currentTarget }) => setOn(currentTarget.checked)}
        />
        {text("shortcutsOn")}
      </label>
      <p class="shortcuts-hint">{text("shortcutsHint")}</p>
    </Dialog>
  );
}
