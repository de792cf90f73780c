/**
 * Keeps the keyboard focus when an action removes its own button.
 *
 * @module
 */

/** Moves the focus from a button to its file card. */
export function focusFileCard(button: Element): void {
  button.closest<HTMLElement>(".file")?.focus();
}
