/**
 * Keys that belong to an input method (IME) and not to the page.
 *
 * @module
 */

/** `keyCode` of a key that an input method handled (W3C UI Events §7.3.1). */
const IME_KEY_CODE = 229;

/**
 * True for a key press by which a person composes text. Safari dispatches the
 * Enter that ends a syllable after `compositionend`, so `isComposing` is false
 * for it.
 */
export function isImeKey(
  { isComposing, keyCode }: Pick<KeyboardEvent, "isComposing" | "keyCode">,
): boolean {
  return isComposing || keyCode === IME_KEY_CODE;
}
