/**
 * The button that closes a panel or a dialog.
 *
 * @module
 */
import type { JSX } from "preact";
import { useText } from "../context/i18n.ts";
import { IconButton } from "./button.tsx";

/** A cross; `title` is the heading of what it closes. */
export function CloseButton(
  { title, testId, onClick }: {
    readonly title: string;
    readonly testId: string;
    readonly onClick: () => void;
  },
): JSX.Element {
  const text = useText();
  return (
    <IconButton
      icon="close"
      variant="plain"
      label={text("closePanel", { name: title })}
      testId={testId}
      onClick={onClick}
    />
  );
}
