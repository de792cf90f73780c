/**
 * Keys of the emoji pickers of desktop systems.
 *
 * @module
 */

/** Keys by a part of the user agent. */
const PICKER_KEYS: readonly (readonly [RegExp, string])[] = [
  [/Windows/, "Windows + ."],
  [/Macintosh/, "Control + Command + Space"],
  [/CrOS/, "Launcher + Shift + Space"],
];

/** Keys of the system's emoji picker, or null where they differ by desktop. */
export function pickerKeysOf(userAgent: string): string | null {
  return PICKER_KEYS.find(([system]) => system.test(userAgent))?.[1] ?? null;
}
