/**
 * Lines of the conversation as the views show them.
 *
 * @module
 */
import type { StateSlice } from "../store.ts";
import { type ChatMessage, MAX_KEPT_MESSAGES } from "./chat.ts";

/** A line of the conversation with the name that its author had then. */
export interface ChatLine extends ChatMessage {
  readonly name: string;
  /** Name that the other member of a private message had then, or empty. */
  readonly privateName: string;
}

/** `from` of a text of the server's operator; ids of members are longer. */
export const OPERATOR = "operator";

/** State of the chat. */
export interface ChatState {
  readonly chat: readonly ChatLine[];
}

/** Adds a line. History arrives after live messages, so lines are sorted by time. */
export function appendChatLine(
  state: StateSlice<ChatState>,
  line: ChatLine,
): void {
  const lines = [...state.get().chat, line].sort((a, b) => a.atMs - b.atMs);
  state.set({ chat: lines.slice(-MAX_KEPT_MESSAGES) });
}
