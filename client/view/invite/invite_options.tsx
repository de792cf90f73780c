/**
 * The ways to bring others in: the link, the system's share sheet, and a code
 * for a phone's camera. The same in the lobby's dialog and the call's panel.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Actions } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { QrCode } from "../ui/qr_code.tsx";
import type { PanelProps } from "../call/side_panel.tsx";
import { useText } from "../context/i18n.ts";

/** What is shared. */
export interface InviteProps {
  readonly actions: Actions;
  readonly room: string;
  /** Address to send to others. */
  readonly link: string;
}

/** The address with buttons to copy it and, where there is one, the share sheet. */
export function LinkRow(
  { actions, link }: Pick<InviteProps, "actions" | "link">,
): JSX.Element {
  const text = useText();
  const { shareLink } = actions;
  return (
    <div class="link-row">
      <span class="link-url" title={text("roomLink")}>
        {link.replace(/^https?:\/\//, "")}
      </span>
      <div class="link-ways">
        {shareLink && (
          <button
            type="button"
            class="button is-small"
            data-testid="share-link"
            onClick={shareLink}
          >
            <Icon name="share" />
            {text("shareLink")}
          </button>
        )}
        <CopyButton actions={actions} />
      </div>
    </div>
  );
}

/** How long the button says that it has copied. */
const COPIED_MS = 2_500;

/** Says by itself what came of it: notices are behind a dialog. */
function CopyButton({ actions }: Pick<InviteProps, "actions">): JSX.Element {
  const text = useText();
  const [result, setResult] = useState<"none" | "copied" | "failed">("none");
  useEffect(() => {
    if (result === "none") return;
    const timer = setTimeout(() => setResult("none"), COPIED_MS);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = async () =>
    setResult(await actions.copyLinkSilently() ? "copied" : "failed");
  return (
    <>
      <button
        type="button"
        class="button is-primary is-small"
        data-testid="copy-invite"
        data-result={result}
        onClick={() => void copy()}
      >
        <Icon name={result === "copied" ? "tick" : "link"} />
        {text(result === "copied" ? "linkIsCopied" : "copyLink")}
      </button>
      <span class="visually-hidden" role="status">
        {result === "copied" && text("linkCopied")}
        {result === "failed" && text("linkNotCopied")}
      </span>
    </>
  );
}

function InviteOptions({ actions, room, link }: InviteProps): JSX.Element {
  const text = useText();
  return (
    <>
      <p class="invite-text">{text("inviteText")}</p>
      <LinkRow actions={actions} link={link} />
      <figure class="invite-code">
        <QrCode value={link} label={text("qrOf", { link })} />
        <figcaption>
          <b class="invite-room">{room}</b>
          {text("inviteScan")}
        </figcaption>
      </figure>
    </>
  );
}

/** The panel beside the stage. */
export function InvitePanel(props: PanelProps): JSX.Element {
  const text = useText();
  return (
    <div
      class="panel-body invite"
      tabIndex={0}
      role="group"
      aria-label={text("inviteTitle")}
    >
      <InviteOptions {...props} />
    </div>
  );
}

/** A button that opens the same in a dialog over the lobby. */
export function InviteButton(props: InviteProps): JSX.Element {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button is-small is-quiet"
        data-testid="open-invite"
        onClick={() => setOpen(true)}
      >
        <Icon name="invite" />
        {text("invite")}
      </button>
      {isOpen && <InviteDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function InviteDialog(
  { onClose, ...props }: InviteProps & { readonly onClose: () => void },
): JSX.Element {
  const text = useText();
  const ref = useRef<HTMLDialogElement>(null);
  // The browser closes it by Escape and gives the focus back.
  useEffect(() => ref.current?.showModal(), []);
  const close = () => ref.current?.close();
  return (
    <dialog
      ref={ref}
      class="dialog invite"
      data-testid="invite-dialog"
      aria-label={text("inviteTitle")}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === ref.current) close();
      }}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2>{text("inviteTitle")}</h2>
          <button
            type="button"
            class="round is-plain"
            data-testid="invite-close"
            aria-label={text("closePanel", { name: text("inviteTitle") })}
            onClick={close}
          >
            <Icon name="close" />
          </button>
        </header>
        <InviteOptions {...props} />
      </div>
    </dialog>
  );
}
