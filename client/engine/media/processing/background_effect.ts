/**
 * What the camera shows behind the person, and how the choice is kept.
 *
 * @module
 */

/** Pictures that the page draws itself. */
export const BUILT_IN_PICTURES = [
  "dawn",
  "sea",
  "forest",
  "room",
  "night",
] as const;

/** Name of a picture of the page. */
export type BuiltInPicture = typeof BUILT_IN_PICTURES[number];

/** A picture of the page, or the person's own. */
export type PictureName = BuiltInPicture | "own";

/** Background of the camera. */
export type BackgroundEffect = "none" | "blur" | PictureName;

/** All effects, in the order of the settings. */
export const BACKGROUND_EFFECTS: readonly BackgroundEffect[] = [
  "none",
  "blur",
  ...BUILT_IN_PICTURES,
  "own",
];

/** Parses a stored choice; unknown ones are no effect. */
export function parseBackgroundEffect(saved: string | null): BackgroundEffect {
  return BACKGROUND_EFFECTS.find((effect) => effect === saved) ?? "none";
}
