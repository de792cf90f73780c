/**
 * The button that dismisses a notice.
 *
 * @module
 */
import type { JSX } from "preact";
import { useText } from "../context/i18n.ts";
import { IconButton } from "../ui/button.tsx";

/** A cross at the end of a notice. */
export function DismissButton(
  { onClick }: { readonly onClick: () => void },
): JSX.Element {
  const text = useText();
  return (
    <IconButton
      icon="close"
      variant="bare"
      class="notice-close"
      label={text("dismiss")}
      onClick={onClick}
    />
  );
}
