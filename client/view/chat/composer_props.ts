/**
 * Input of the composer and its parts.
 *
 * @module
 */
import type { RefObject } from "preact";
import type { ChatDraft, PanelProps } from "../context/panel_props.ts";

/** State, draft and text field. */
export interface ComposerProps extends Pick<PanelProps, "state" | "actions"> {
  readonly draft: ChatDraft;
  readonly write: (part: Partial<ChatDraft>) => void;
  readonly inputRef: RefObject<HTMLTextAreaElement | null>;
}
