/**
 * Builds the value of a `class` attribute.
 *
 * @module
 */

/** Joins the class names that are set; false and undefined are left out. */
export function classNames(
  ...names: readonly (string | false | undefined)[]
): string {
  return names.filter(Boolean).join(" ");
}
