/**
 * Short notices that disappear after some seconds.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { DeviceOfferNotice } from "./device_offer.tsx";
import { DismissButton } from "./dismiss_button.tsx";
import { fallbackNameKeyOf, noticeKeyOf } from "./notice_text.ts";

/** Current notices; `LiveRegion` announces them to screen readers. */
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
            {text(noticeKeyOf(kind), {
              name: name || text(fallbackNameKeyOf(kind)),
            })}
          </span>
          <DismissButton onClick={() => actions.dismissNotice(id)} />
        </div>
      ))}
      <DeviceOfferNotice offer={offer} actions={actions} />
    </section>
  );
}
