/**
 * In the lobby, in place of the button to join: the room is locked, and the
 * person waits to be let in.
 *
 * @module
 */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Actions } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** Says that one waits, and lets one stop. */
export function KnockStatus(
  { actions }: { readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const ref = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    ref.current?.focus();
    // On a phone the text below would be out of sight.
    ref.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div class="knock-wait" data-testid="knock-wait">
      <span class="knock-wait-mark" aria-hidden="true">
        <Icon name="lock" />
      </span>
      <b>{text("waitingToEnter")}</b>
      <button
        type="button"
        ref={ref}
        class="button"
        data-testid="cancel-knock"
        onClick={() => actions.cancelKnock()}
      >
        {text("cancel")}
      </button>
    </div>
  );
}
