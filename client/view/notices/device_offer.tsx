/**
 * Offers what was just plugged in. Nothing is changed unless the person says
 * so: a new loudspeaker may stand in a room where nobody shall listen.
 *
 * @module
 */
import type { JSX } from "preact";
import type { DeviceOffer } from "../../engine/media/device_list.ts";
import type { Actions } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** A line with a button, among the notices. */
export function DeviceOfferNotice(
  { offer, actions }: {
    readonly offer: DeviceOffer | null;
    readonly actions: Actions;
  },
): JSX.Element | null {
  const text = useText();
  if (!offer) return null;
  return (
    <div class="notice" data-testid="device-offer">
      <span>
        {offer.label
          ? text("newDevice", { name: offer.label })
          : text("newDeviceNoName")}
      </span>
      <button
        type="button"
        class="notice-action"
        data-testid="use-device"
        onClick={() => actions.acceptDeviceOffer()}
      >
        {text("useIt")}
      </button>
      <button
        type="button"
        class="notice-close"
        aria-label={text("dismiss")}
        onClick={() => actions.dismissDeviceOffer()}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
