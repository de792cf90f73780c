/**
 * Sizes of pictures in a window above all others, which is visible also while
 * the page is not.
 *
 * @module
 */
import type { RenderedSize } from "../../engine/quality/uplink_budget.ts";

/** Device pixel ratio above which more pixels make no visible difference. */
const MAX_PIXEL_RATIO = 2;

/** A tile there, in CSS pixels. */
export interface FloatingTileSize {
  readonly peerId: string;
  readonly isScreen: boolean;
  readonly width: number;
  readonly height: number;
}

/** Size of camera and screen share of each member. */
export function sizesOfTiles(
  tiles: readonly FloatingTileSize[],
  pixelRatio: number,
): ReadonlyMap<string, RenderedSize> {
  const sizes = new Map<string, RenderedSize>();
  const density = Math.min(MAX_PIXEL_RATIO, pixelRatio);
  for (const { peerId, isScreen, width, height } of tiles) {
    const px = Math.round(Math.max(width, height) * density);
    const { camera, screen } = sizes.get(peerId) ?? { camera: 0, screen: 0 };
    sizes.set(
      peerId,
      isScreen ? { camera, screen: px } : { camera: px, screen },
    );
  }
  return sizes;
}
