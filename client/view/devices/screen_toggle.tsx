/**
 * The round button that starts and stops the screen share.
 *
 * @module
 */
import type { JSX } from "preact";
import type { ScreenState } from "../../engine/media/screen_share.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { IconButton } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";

/** The toggle; nothing where the browser cannot share a screen. */
export function ScreenToggle(
  { screen, actions }: {
    readonly screen: ScreenState;
    readonly actions: Actions;
  },
): JSX.Element | null {
  const text = useText();
  if (!screen.isSupported) return null;
  const { isSharing, isChoosing } = screen;
  return (
    <IconButton
      icon={isSharing ? "screenOff" : "screen"}
      class={classNames(isSharing && "is-sharing", isChoosing && "is-busy")}
      label={text(isSharing ? "stopSharing" : "shareScreen")}
      testId="toggle-screen"
      data-on={isSharing}
      onClick={() => actions.setScreenShareEnabled(!isSharing)}
    />
  );
}
