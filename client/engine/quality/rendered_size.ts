/**
 * Combines the sizes in which several views show the members.
 *
 * @module
 */
import type { RenderedSize } from "./uplink_budget.ts";

/** The larger size of each picture. */
export function maxRenderedSizes(
  ...views: readonly ReadonlyMap<string, RenderedSize>[]
): ReadonlyMap<string, RenderedSize> {
  const sizes = new Map<string, RenderedSize>();
  for (const [id, { camera, screen }] of views.flatMap((view) => [...view])) {
    const other = sizes.get(id) ?? { camera: 0, screen: 0 };
    sizes.set(id, {
      camera: Math.max(camera, other.camera),
      screen: Math.max(screen, other.screen),
    });
  }
  return sizes;
}
