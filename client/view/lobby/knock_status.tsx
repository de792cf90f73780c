/**
 * Replaces the join button of the lobby while the user waits to be admitted to
 * a locked room.
 *
 * @module
 */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

/** The status and a cancel button. */
export function KnockStatus(
  { actions }: { readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const ref = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    ref.current?.focus();
    // On a phone the status text below would be outside the viewport.
    ref.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div class="knock-wait" data-testid="knock-wait">
      <span class="knock-wait-mark" aria-hidden="true">
        <Icon name="lock" />
      </span>
      <b>{text("waitingToEnter")}</b>
      <Button
        ref={ref}
        testId="cancel-knock"
        onClick={() => actions.cancelKnock()}
      >
        {text("cancel")}
      </Button>
    </div>
  );
}
