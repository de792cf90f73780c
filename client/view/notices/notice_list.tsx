/**
 * Short notices that disappear after some seconds. They lie in the header of
 * the page, where they cover nobody's face.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState, NoticeKind } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { DeviceOfferNotice } from "./device_offer.tsx";
import { Button } from "../ui/button.tsx";
import { DismissButton } from "./dismiss_button.tsx";
import { useNoticeModule } from "./use_notice_module.ts";

/** Kinds that the header of the call shows by itself, for as long as they last. */
const IN_CALL_HEADER: ReadonlySet<NoticeKind> = new Set<NoticeKind>([
  "offline",
  "signaling-lost",
]);

/** Current notices, newest first; `LiveRegion` announces them to screen readers. */
export function NoticeList(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element | null {
  const text = useText();
  const loaded = useNoticeModule(state.notices);
  const { devices: { offer } } = state;
  const notices = state.notices.filter(({ kind }) =>
    state.phase !== "joined" || !IN_CALL_HEADER.has(kind)
  ).reverse();
  if (notices.length === 0 && !offer) return null;
  return (
    <section class="notices" aria-label={text("notices")}>
      {loaded && notices.map(({ id, kind, name }) => (
        <div
          key={id}
          class="notice"
          data-testid="notice"
          data-kind={kind}
        >
          <span>
            {loaded.text(loaded.module.noticeKeyOf(kind), {
              name: name || text(loaded.module.fallbackNameKeyOf(kind)),
            })}
          </span>
          {kind.startsWith("muted-speech") && (
            <Button
              variant="bare"
              class="notice-action"
              testId="notice-unmute"
              onClick={() => {
                actions.dismissNotice(id);
                actions.setDeviceEnabled("microphone", true);
              }}
            >
              {text("unmute")}
            </Button>
          )}
          <DismissButton onClick={() => actions.dismissNotice(id)} />
        </div>
      ))}
      <DeviceOfferNotice offer={offer} actions={actions} />
    </section>
  );
}
