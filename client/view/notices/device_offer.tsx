/**
 * Offers to switch to a newly connected device. Never switches by itself: a new
 * speaker may be in a room where others must not hear the call.
 *
 * @module
 */
import type { JSX } from "preact";
import type { DeviceOffer } from "../../engine/media/device_list.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { DismissButton } from "./dismiss_button.tsx";

/** A notice with a button; nothing without an offer. */
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
      <Button
        variant="bare"
        class="notice-action"
        testId="use-device"
        onClick={() => actions.acceptDeviceOffer()}
      >
        {text("useIt")}
      </Button>
      <DismissButton onClick={() => actions.dismissDeviceOffer()} />
    </div>
  );
}
