/**
 * The invitation on the stage while the user is alone in the call.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { LinkRow } from "./link_row.tsx";

/** Link of the room and a button that opens the QR code. */
export function AloneInvitation(
  { state, actions }: {
    readonly state: CallState;
    readonly actions: Actions;
  },
): JSX.Element {
  const text = useText();
  return (
    <div class="invitation">
      <h2>{text("aloneTitle")}</h2>
      <p>{text("aloneText")}</p>
      <LinkRow invitation={state.invitation} actions={actions} />
      <Button
        size="small"
        variant="quiet"
        icon="qr"
        testId="show-qr"
        onClick={() => actions.openPanel("invite")}
      >
        {text("showQr")}
      </Button>
    </div>
  );
}
