/**
 * What one can do with a tile: pin it, fill the screen with it, keep it above
 * other windows. What the browser cannot do is not offered.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon, type IconName } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** A choice that a tile offers. */
export interface PinToggle {
  readonly isPinned: boolean;
  readonly toggle: () => void;
}

/** The buttons in the corner of a tile. */
export function TileTools(
  { name, pin, hide }: {
    readonly name: string;
    readonly pin: PinToggle;
    /** Offered by the self view alone. */
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
    /** Left out where there is little room. */
    readonly isExtra?: boolean;
  },
): JSX.Element {
  return (
    <button
      type="button"
      class={`tile-tool ${isOn ? "is-on" : ""} ${isExtra ? "is-extra" : ""}`}
      data-testid={testId}
      aria-label={label}
      title={label}
      onClick={({ currentTarget }) => {
        const tile = currentTarget.closest(".tile");
        if (tile) onClick(tile);
      }}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Fills the screen with the whole page, or gives it back. */
export function togglePageFullScreen(): void {
  void toggleFullScreen(document.documentElement);
}

/** A browser that does not let it changes nothing. */
async function toggleFullScreen(tile: Element): Promise<void> {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : tile.requestFullscreen();
  await change.catch(() => {});
}

async function togglePictureInPicture(tile: Element): Promise<void> {
  const video = tile.querySelector("video");
  if (!video) return;
  const change = document.pictureInPictureElement === video
    ? document.exitPictureInPicture()
    : video.requestPictureInPicture();
  // A video without a picture yet is refused.
  await change.catch(() => {});
}

function useIsFullScreen(): boolean {
  const read = () => document.fullscreenElement !== null;
  const [isFull, setFull] = useState(read);
  useEffect(() => {
    const update = () => setFull(read());
    document.addEventListener("fullscreenchange", update);
    return () => document.removeEventListener("fullscreenchange", update);
  }, []);
  return isFull;
}
