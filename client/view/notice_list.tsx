/**
 * Short lines about what happened, seen for some seconds.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState, NoticeKind } from "../engine/call_state.ts";
import type { StringKey } from "../strings/en.ts";
import type { Actions } from "./actions.ts";
import { Icon } from "./icon.tsx";
import { useText } from "./text.ts";

const KEYS: Readonly<Record<NoticeKind, StringKey>> = {
  "joined": "joined",
  "left": "left",
  "lost": "lost",
  "signaling-lost": "signalingLost",
  "signaling-back": "signalingBack",
  "offline": "offlineNotice",
  "online": "onlineNotice",
  "camera-back": "cameraBack",
  "microphone-back": "microphoneBack",
  "link-copied": "linkCopied",
  "link-not-copied": "linkNotCopied",
  "camera-ended": "cameraEndedNotice",
  "microphone-ended": "microphoneEndedNotice",
  "screen-failed": "screenFailed",
};

/** The sentence of a kind of notice. */
export function noticeKey(kind: NoticeKind): StringKey {
  return KEYS[kind];
}

/** All notices of the moment; `LiveRegion` speaks them. */
export function NoticeList(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element | null {
  const text = useText();
  if (state.notices.length === 0) return null;
  return (
    <section class="notices" aria-label={text("notices")}>
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
    </section>
  );
}
