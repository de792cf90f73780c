/**
 * Link and QR code of the room: in the side panel of the call, and in a dialog
 * over the lobby.
 *
 * @module
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import type { PanelProps } from "../context/panel_props.ts";
import { Button } from "../ui/button.tsx";
import { useFocusOnMount } from "../ui/focus.ts";
import { Dialog } from "../ui/dialog.tsx";
import { QrCode } from "../ui/qr_code.tsx";
import { LinkRow } from "./link_row.tsx";

interface InviteProps {
  readonly actions: Actions;
  readonly state: CallState;
}

function InviteOptions({ actions, state }: InviteProps): JSX.Element {
  const text = useText();
  const { roomName, invitation } = state;
  const { link } = invitation;
  return (
    <>
      <p class="invite-text">{text("inviteText")}</p>
      <LinkRow actions={actions} invitation={invitation} />
      <figure class="invite-code">
        <QrCode value={link} label={text("qrOf", { link })} />
        <figcaption>
          <b class="invite-room">{roomName}</b>
          {text("inviteScan")}
        </figcaption>
      </figure>
    </>
  );
}

/** Content of the side panel. */
export function InvitePanel(props: PanelProps): JSX.Element {
  const text = useText();
  const ref = useFocusOnMount<HTMLDivElement>();
  return (
    <div
      class="panel-body invite"
      ref={ref}
      tabIndex={0}
      role="group"
      aria-label={text("inviteTitle")}
    >
      <InviteOptions {...props} />
    </div>
  );
}

/** Button of the lobby that opens the dialog. */
export function InviteButton(props: InviteProps): JSX.Element {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        variant="quiet"
        icon="invite"
        testId="open-invite"
        onClick={() => setOpen(true)}
      >
        {text("invite")}
      </Button>
      {isOpen && (
        <Dialog
          class="invite"
          title={text("inviteTitle")}
          testId="invite-dialog"
          closeTestId="invite-close"
          onClose={() => setOpen(false)}
        >
          <InviteOptions {...props} />
        </Dialog>
      )}
    </>
  );
}
