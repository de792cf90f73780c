/**
 * The dialog that lists the keys of the call, and turns them off for who
 * speaks to the computer or presses keys by accident (WCAG 2.1.4).
 *
 * @module
 */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import { SHORTCUTS } from "./shortcuts.ts";
import { useText } from "../context/i18n.ts";

/** What the dialog shows and changes. */
export interface ShortcutListProps {
  readonly isOn: boolean;
  readonly setOn: (isOn: boolean) => void;
  readonly close: () => void;
}

/** Opens when it appears; the browser gives the focus back when it closes. */
export function ShortcutList(
  { isOn, setOn, close }: ShortcutListProps,
): JSX.Element {
  const text = useText();
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // Closed before it goes, or the focus would go with it.
    return () => dialog?.close();
  }, []);
  const name = text("shortcuts");
  const label = text("closePanel", { name });
  return (
    <dialog
      ref={ref}
      class="dialog"
      data-testid="shortcut-list"
      aria-labelledby="shortcut-title"
      onClose={close}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) currentTarget.close();
      }}
    >
      <div class="dialog-body">
        <header class="panel-head">
          <h2 id="shortcut-title">{name}</h2>
          <button
            type="button"
            class="round is-plain"
            data-testid="dialog-close"
            aria-label={label}
            title={label}
            onClick={() => ref.current?.close()}
          >
            <Icon name="close" />
          </button>
        </header>
        <dl class={`shortcuts ${isOn ? "" : "is-off"}`}>
          {SHORTCUTS.map(({ key, label }) => (
            <div key={key} class="shortcut">
              <dt>
                <kbd>{key.toUpperCase()}</kbd>
              </dt>
              <dd>{text(label)}</dd>
            </div>
          ))}
        </dl>
        <label class="check-line">
          <input
            type="checkbox"
            data-testid="shortcuts-on"
            checked={isOn}
            onChange={({ currentTarget }) => setOn(currentTarget.checked)}
          />
          {text("shortcutsOn")}
        </label>
        <p class="hint">{text("shortcutsHint")}</p>
      </div>
    </dialog>
  );
}
