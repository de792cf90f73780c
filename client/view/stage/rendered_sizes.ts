/**
 * Reads from the page how large each member is seen on it, whatever the reason:
 * layout, pin, full screen, a picture in a window of its own, a panel above it.
 *
 * @module
 */
import type { Shown } from "../../engine/quality/uplink_budget.ts";

const TILES = ".tile[data-peer-id]";
/** Screens beyond this density show nothing more to the eye. */
const MAX_DENSITY = 2;
/** Where a tile is looked for; it is seen when one of them is free. */
const SPOTS = [[0.5, 0.5], [0.2, 0.2], [0.8, 0.2], [0.2, 0.8], [0.8, 0.8]];
/** A floating window tells no size before it is shown; about a quarter screen. */
const FLOATING_PX = 640;

/** Members that are seen now, with the size of their camera and screen. */
export function shownSizes(): ReadonlyMap<string, Shown> {
  const sizes = new Map<string, Shown>();
  for (const tile of document.querySelectorAll<HTMLElement>(TILES)) {
    const id = tile.dataset.peerId ?? "";
    const px = seenPx(tile);
    const { camera, screen } = sizes.get(id) ?? { camera: 0, screen: 0 };
    const isScreen = tile.classList.contains("is-screen");
    sizes.set(id, isScreen ? { camera, screen: px } : { camera: px, screen });
  }
  return sizes;
}

/** Longer side of a tile's picture in device pixels; 0 when it is not seen. */
function seenPx(tile: HTMLElement): number {
  const video = tile.querySelector("video");
  if (!video) return 0;
  if (document.pictureInPictureElement === video) return FLOATING_PX;
  if (document.visibilityState !== "visible" || !isFree(tile)) return 0;
  const width = video.videoWidth || 16;
  const height = video.videoHeight || 9;
  const across = video.clientWidth / width;
  const down = video.clientHeight / height;
  const scale = getComputedStyle(video).objectFit === "cover"
    ? Math.max(across, down)
    : Math.min(across, down);
  const density = Math.min(MAX_DENSITY, devicePixelRatio);
  return Math.round(Math.max(width, height) * scale * density);
}

function isFree(tile: HTMLElement): boolean {
  // Behind a dialog the call is still seen, though nothing of it can be hit.
  if (document.querySelector("dialog:modal")) return true;
  const { left, top, width, height } = tile.getBoundingClientRect();
  return SPOTS.some(([x = 0, y = 0]) =>
    tile.contains(
      document.elementFromPoint(left + x * width, top + y * height),
    )
  );
}
