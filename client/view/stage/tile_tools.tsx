/**
 * The buttons of a tile: pin, full screen, picture-in-picture, hide. Features
 * that the browser does not support are left out.
 *
 * @module
 */
import type { JSX } from "preact";
import { useText } from "../context/i18n.ts";
import { IconButton } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";
import type { IconName } from "../ui/icon.tsx";
import {
  toggleFullScreen,
  togglePictureInPicture,
  useIsFullScreen,
} from "./full_screen.ts";
import type { PinToggle } from "./pin_state.ts";

/** Toolbar in the upper right corner of a tile. */
export function TileTools(
  { name, pin, hide }: {
    readonly name: string;
    readonly pin: PinToggle;
    /** Only on the self view. */
    readonly hide?: () => void;
  },
): JSX.Element {
  const text = useText();
  const isFull = useIsFullScreen();
  const { isPinned, toggle } = pin;
  return (
    <div class="tile-tools">
      {hide && (
        <TileToolButton
          icon="hide"
          label={text("hideSelf")}
          testId="hide-self"
          onClick={hide}
        />
      )}
      {document.pictureInPictureEnabled && (
        <TileToolButton
          icon="pip"
          label={text("pictureInPicture", { name })}
          testId="pip"
          isExtra
          onClick={(tile) => void togglePictureInPicture(tile)}
        />
      )}
      {document.fullscreenEnabled && (
        <TileToolButton
          icon={isFull ? "shrink" : "expand"}
          label={text(isFull ? "leaveFullScreen" : "fullScreen", { name })}
          testId="full-screen"
          isExtra
          onClick={(tile) => void toggleFullScreen(tile)}
        />
      )}
      <TileToolButton
        icon="pin"
        label={text(isPinned ? "unpin" : "pin", { name })}
        testId="pin"
        isOn={isPinned}
        isExtra={hide !== undefined}
        onClick={toggle}
      />
    </div>
  );
}

function TileToolButton(
  { icon, label, testId, onClick, isOn = false, isExtra = false }: {
    readonly icon: IconName;
    readonly label: string;
    readonly testId: string;
    readonly onClick: (tile: Element) => void;
    readonly isOn?: boolean;
    /** Hidden on narrow tiles. */
    readonly isExtra?: boolean;
  },
): JSX.Element {
  return (
    <IconButton
      icon={icon}
      label={label}
      variant="bare"
      class={classNames("tile-tool", isOn && "is-on", isExtra && "is-extra")}
      testId={testId}
      onClick={({ currentTarget }) => {
        const tile = currentTarget.closest(".tile");
        if (tile) onClick(tile);
      }}
    />
  );
}
