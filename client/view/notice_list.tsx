/**
 * Short lines about what happened: seen for some seconds, and read aloud.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState, NoticeKind } from "../engine/call_state.ts";
import type { StringKey } from "../strings/en.ts";
import type { Actions } from "./actions.ts";
import { DeviceOfferNotice } from "./device_offer.tsx";
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
  "camera-replaced": "cameraReplaced",
  "microphone-replaced": "microphoneReplaced",
  "speaker-lost": "speakerLost",
  "screen-failed": "screenFailed",
  "expelled": "expelled",
  "muted-by": "mutedBy",
  "room-locked": "roomLockedNotice",
  "room-unlocked": "roomUnlockedNotice",
  "now-host": "nowHost",
  "nobody-fits": "nobodyFits",
};

/** What stands for a name where there is none. */
function namelessOf(kind: NoticeKind): StringKey {
  return kind.endsWith("-replaced") ? "anotherDevice" : "guest";
}

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
            <span>
              {text(KEYS[kind], { name: name || text(namelessOf(kind)) })}
            </span>
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
        <DeviceOfferNotice offer={state.devices.offer} actions={actions} />
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
