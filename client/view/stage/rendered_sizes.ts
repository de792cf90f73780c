/**
 * Measures the size at which each member's video is visible on this page. It
 * reads the rendered page, so that layout, pin, full screen, picture-in-picture
 * and everything that covers a tile count without a case of their own.
 *
 * @module
 */
import type { RenderedSize } from "../../engine/quality/uplink_budget.ts";
import type { Rect } from "./stage_layout.ts";
import { hasVisibleArea } from "./visible_area.ts";

const TILE_SELECTOR = ".tile[data-peer-id]";
/** Device pixel ratio above which more pixels make no visible difference. */
const MAX_PIXEL_RATIO = 2;
/** Assumed size of a picture-in-picture window: about a quarter of a screen. */
const PICTURE_IN_PICTURE_PX = 640;

/** Rendered size of camera and screen share of each member on the stage. */
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

/** Longer side of a tile's video in device pixels; 0 when it is not visible. */
function renderedPx(tile: HTMLElement): number {
  const video = tile.querySelector("video");
  if (!video) return 0;
  if (document.pictureInPictureElement === video) return PICTURE_IN_PICTURE_PX;
  if (document.visibilityState !== "visible" || !isTileVisible(tile)) return 0;
  const width = video.videoWidth || 16;
  const height = video.videoHeight || 9;
  const horizontal = video.clientWidth / width;
  const vertical = video.clientHeight / height;
  const scale = getComputedStyle(video).objectFit === "cover"
    ? Math.max(horizontal, vertical)
    : Math.min(horizontal, vertical);
  const density = Math.min(MAX_PIXEL_RATIO, devicePixelRatio);
  return Math.round(Math.max(width, height) * scale * density);
}

function isTileVisible(tile: HTMLElement): boolean {
  const viewport = { left: 0, top: 0, width: innerWidth, height: innerHeight };
  // A modal dialog makes the page inert to hit tests, but dims it only.
  const isInert = document.querySelector("dialog:modal") !== null;
  return hasVisibleArea(
    tile.getBoundingClientRect(),
    viewport,
    (x, y) => isInert ? null : findCover(tile, x, y),
  );
}

/**
 * Largest box above the tile at a point, or null where the tile is on top. A
 * hit test sees what the user sees: panels, menus, other tiles, full screen;
 * it ignores overlays with `pointer-events: none`, which are translucent.
 */
function findCover(tile: HTMLElement, x: number, y: number): Rect | null {
  const hit = document.elementFromPoint(x, y);
  if (hit && tile.contains(hit)) return null;
  let cover: Rect = { left: x, top: y, width: 0, height: 0 };
  for (
    let element = hit;
    element && !element.contains(tile);
    element = element.parentElement
  ) {
    const { left, top, right, bottom, width, height } = element
      .getBoundingClientRect();
    // A positioned child can lie outside its parent's box.
    if (x < left || x > right || y < top || y > bottom) continue;
    cover = { left, top, width, height };
  }
  return cover;
}
