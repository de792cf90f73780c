/**
 * Joins the chat to the call: its lines go into the state in the order in
 * which they were said, and count as unread while the chat is closed.
 *
 * @module
 */
import type { CallState } from "../call/call_state.ts";
import { Chat } from "./chat.ts";
import type { Store } from "../store.ts";

/** What the chat of a call is made of. */
export interface CallChatOptions {
  readonly store: Store<CallState>;
  /** Wall clock in Unix milliseconds. */
  readonly wallMs: () => number;
  readonly makeId: () => string;
  readonly nameOf: (peerId: string) => string;
}

/** Lines of chat that the page keeps. */
const MAX_CHAT_LINES = 500;

/** The chat of a call. */
export function makeCallChat(
  { store, wallMs, makeId, nameOf }: CallChatOptions,
): Chat {
  return new Chat({
    nowMs: wallMs,
    makeId,
    onMessage: (message) => {
      const { chat, panel, unread, self } = store.get();
      const { from } = message;
      const isRead = panel === "chat" || from === null;
      const name = from === null ? self.name : nameOf(from);
      // What was said before we came arrives after what is said now.
      const lines = [...chat, { ...message, name }]
        .sort((a, b) => a.atMs - b.atMs);
      store.set({
        chat: lines.slice(-MAX_CHAT_LINES),
        unread: isRead ? unread : unread + 1,
      });
    },
  });
}
