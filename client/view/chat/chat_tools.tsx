/**
 * Button in the head of the chat that saves the conversation.
 *
 * @module
 */
import type { JSX } from "preact";
import { useI18n, useText } from "../context/i18n.ts";
import type { PanelProps } from "../context/panel_props.ts";
import { IconButton } from "../ui/button.tsx";

/** The button, once there is a message or a file. */
export function ChatTools(
  { state: { chat, files }, actions }: PanelProps,
): JSX.Element | null {
  const text = useText();
  const i18n = useI18n();
  if (chat.length === 0 && files.length === 0) return null;
  const hasPrivate = chat.some(({ privateWith }) => privateWith !== null);
  return (
    <IconButton
      icon="save"
      variant="plain"
      label={text(hasPrivate ? "saveChatWithoutPrivate" : "saveChat")}
      testId="save-chat"
      onClick={() => actions.saveChat(i18n)}
    />
  );
}
