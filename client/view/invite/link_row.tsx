/**
 * The link of the room with buttons that copy and share it.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Invitation } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";

/** The link to read: without its scheme, with letters of any script. */
function formatLink(link: string): string {
  const { host, pathname } = new URL(link);
  try {
    return host + decodeURI(pathname);
  } catch {
    return host + pathname;
  }
}

/** The URL without its scheme, "Copy", and "Share" where supported. */
export function LinkRow(
  { actions, invitation }: {
    readonly actions: Actions;
    readonly invitation: Invitation;
  },
): JSX.Element {
  const text = useText();
  const { shareLink } = actions;
  const { link, isLocalOnly } = invitation;
  return (
    <>
      <div class="link-row">
        <span class="link-url" title={text("roomLink")}>
          {formatLink(link)}
        </span>
        <div class="link-buttons">
          {shareLink && (
            <Button
              size="small"
              icon="share"
              testId="share-link"
              onClick={shareLink}
            >
              {text("shareLink")}
            </Button>
          )}
          <CopyButton actions={actions} />
        </div>
      </div>
      {isLocalOnly && (
        <p class="link-note" data-testid="link-local">
          {text("linkLocalOnly")}
        </p>
      )}
    </>
  );
}

/** How long the button confirms the copy. */
const COPIED_MS = 2_500;

/** Copies the link; shows the result on itself, since a dialog would cover a notice. */
export function CopyButton(
  { actions }: { readonly actions: Pick<Actions, "copyLinkSilently"> },
): JSX.Element {
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
      <Button
        size="small"
        variant="primary"
        icon={result === "copied" ? "tick" : "link"}
        testId="copy-invite"
        data-result={result}
        onClick={() => void copy()}
      >
        {text(result === "copied" ? "linkIsCopied" : "copyLink")}
      </Button>
      <span class="visually-hidden" role="status">
        {result === "copied" && text("linkCopied")}
        {result === "failed" && text("linkNotCopied")}
      </span>
    </>
  );
}
