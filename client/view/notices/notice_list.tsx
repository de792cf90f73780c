/**
 * Short lines about what happened, seen for some seconds.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState, NoticeKind } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";
import type { Actions } from "../context/actions.ts";
import { DeviceOfferNotice } from "./device_offer.tsx";
import { FILE_NOTICE_KEYS } from "../files/transfer_text.ts";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

const NOTICE_KEYS: Readonly<Record<NoticeKind, StringKey>> = {
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
  "beyond-capacity": "beyondNotice",
  ...FILE_NOTICE_KEYS,
};

/** The sentence of a kind of notice. */
export function noticeKeyOf(kind: NoticeKind): StringKey {
  return NOTICE_KEYS[kind];
}

/** What stands for a name where a notice has none. */
export function fallbackNameKeyOf(kind: NoticeKind): StringKey {
  return kind.endsWith("-replaced") ? "anotherDevice" : "guest";
}

/** All notices of the moment; `LiveRegion` speaks them. */
export function NoticeList(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element | null {
  const text = useText();
  const { notices, devices: { offer } } = state;
  if (notices.length === 0 && !offer) return null;
  return (
    <section class="notices" aria-label={text("notices")}>
      {notices.map(({ id, kind, name }) => (
        <div
          key={id}
          class="notice"
          data-testid="notice"
          data-kind={kind}
        >
          <span>
            {text(NOTICE_KEYS[kind], {
              name: name || text(fallbackNameKeyOf(kind)),
            })}
          </span>
          <button
            type="button"
            class="notice-close"
            aria-label={text("dismiss")}
            onClick={() => actions.dismissNotice(id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <DeviceOfferNotice offer={offer} actions={actions} />
    </section>
  );
}
