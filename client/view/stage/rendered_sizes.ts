/**
 * Reads from the page how large each member is seen on it, whatever the reason:
 * layout, pin, full screen, a picture in a window of its own, a panel above it.
 *
 * @module
 */
import type { RenderedSize } from "../../engine/quality/uplink_budget.ts";

const TILE_SELECTOR = ".tile[data-peer-id]";
/** Screens beyond this density show nothing more to the eye. */
const MAX_PIXEL_RATIO = 2;
/** Where a tile is looked for; it is seen when one of them is free. */
const PROBE_POINTS = [[0.5, 0.5], [0.2, 0.2], [0.8, 0.2], [0.2, 0.8], [
  0.8,
  0.8,
]];
/** A floating window tells no size before it is shown; about a quarter screen. */
const PICTURE_IN_PICTURE_PX = 640;

/** Members that are seen now, with the size of their camera and screen. */
export function measureRenderedSizes(): ReadonlyMap<string, RenderedSize> {
  const sizes = new Map<string, RenderedSize>();
  for (const tile of document.querySelectorAll<HTMLElement>(TILE_SELECTOR)) {
    const id = tile.dataset.peerId ?? "";
    const px = renderedPx(tile);
    const { camera, screen } = sizes.get(id) ?? { camera: 0, screen: 0 };
    const isScreen = tile.classList.contains("is-screen");
    sizes.set(id, isScreen ? { camera, screen: px } : { camera: px, screen });
  }
  return sizes;
}

/** Longer side of a tile's picture in device pixels; 0 when it is not seen. */
function renderedPx(tile: HTMLElement): number {
  const video = tile.querySelector("video");
  if (!video) return 0;
  if (document.pictureInPictureElement === video) return PICTURE_IN_PICTURE_PX;
  if (document.visibilityState !== "visible" || !isUncovered(tile)) return 0;
  const width = video.videoWidth || 16;
  const height = video.videoHeight || 9;
  const across = video.clientWidth / width;
  const down = video.clientHeight / height;
  const scale = getComputedStyle(video).objectFit === "cover"
    ? Math.max(across, down)
    : Math.min(across, down);
  const density = Math.min(MAX_PIXEL_RATIO, devicePixelRatio);
  return Math.round(Math.max(width, height) * scale * density);
}

function isUncovered(tile: HTMLElement): boolean {
  // Behind a dialog the call is still seen, though nothing of it can be hit.
  if (document.querySelector("dialog:modal")) return true;
  const { left, top, width, height } = tile.getBoundingClientRect();
  return PROBE_POINTS.some(([x = 0, y = 0]) =>
    tile.contains(
      document.elementFromPoint(left + x * width, top + y * height),
    )
  );
}
