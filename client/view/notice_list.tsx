/**
 * Short lines about what happened: seen for some seconds, and read aloud.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState, NoticeKind } from "../engine/call_state.ts";
import type { StringKey } from "../strings/en.ts";
import type { Actions } from "./actions.ts";
import { FILE_NOTICES } from "./file_text.ts";
import { Icon } from "./icon.tsx";
import { useText } from "./text.ts";

const KEYS: Readonly<Record<NoticeKind, StringKey>> = {
  "joined": "joined",
  "left": "left",
  "lost": "lost",
  "signaling-lost": "signalingLost",
  "signaling-back": "signalingBack",
  "link-copied": "linkCopied",
  "link-not-copied": "linkNotCopied",
  "camera-ended": "cameraEndedNotice",
  "microphone-ended": "microphoneEndedNotice",
  "screen-failed": "screenFailed",
  ...FILE_NOTICES,
};

/** All notices of the moment, and the last chat line for who cannot see it. */
export function NoticeList(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const last = state.chat.at(-1);
  return (
    <>
      <div class="notices" role="status" aria-live="polite">
        {state.notices.map(({ id, kind, name }) => (
          <div key={id} class="notice" data-testid="notice" data-kind={kind}>
            <span>{text(KEYS[kind], { name: name || text("guest") })}</span>
            <button
              type="button"
              class="notice-close"
              aria-label={text("dismiss")}
              onClick={() =>
                actions.dismiss(id)}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
      <div class="visually-hidden" aria-live="polite">
        {last && last.from !== null && text("chatFrom", {
          name: last.name || text("guest"),
          text: last.text,
        })}
      </div>
    </>
  );
}
