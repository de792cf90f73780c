/**
 * The one button that starts and stops sharing the screen.
 *
 * @module
 */
import type { JSX } from "preact";
import type { ScreenState } from "../../engine/media/screen_share.ts";
import type { Actions } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** The button, or nothing where the browser cannot share. */
export function ScreenToggle(
  { screen, actions }: {
    readonly screen: ScreenState;
    readonly actions: Actions;
  },
): JSX.Element | null {
  const text = useText();
  if (!screen.isSupported) return null;
  const { isSharing, isChoosing } = screen;
  const label = text(isSharing ? "stopSharing" : "shareScreen");
  return (
    <button
      type="button"
      class={`round ${isSharing ? "is-sharing" : ""} ${
        isChoosing ? "is-busy" : ""
      }`}
      data-testid="toggle-screen"
      data-on={isSharing}
      aria-label={label}
      title={label}
      onClick={() => actions.setScreenShareEnabled(!isSharing)}
    >
      <Icon name={isSharing ? "screenOff" : "screen"} />
    </button>
  );
}
