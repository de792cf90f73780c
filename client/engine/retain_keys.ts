/**
 * Removes what belongs to members that left.
 *
 * @module
 */

/** Deletes all entries whose key is not among `keys`. */
export function retainKeys<K>(
  map: Map<K, unknown>,
  keys: { has(key: K): boolean },
): void {
  for (const key of map.keys()) if (!keys.has(key)) map.delete(key);
}
