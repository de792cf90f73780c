/**
 * Combines the sizes in which several views show the members.
 *
 * @module
 */
import type { RenderedSize } from "./uplink_budget.ts";

/** The larger size of each picture. */
export function maxRenderedSizes(
  a: ReadonlyMap<string, RenderedSize>,
  b: ReadonlyMap<string, RenderedSize>,
): ReadonlyMap<string, RenderedSize> {
  const sizes = new Map(a);
  for (const [id, { camera, screen }] of b) {
    const other = sizes.get(id) ?? { camera: 0, screen: 0 };
    sizes.set(id, {
      camera: Math.max(camera, other.camera),
      screen: Math.max(screen, other.screen),
    });
  }
  return sizes;
}
