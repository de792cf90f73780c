/**
 * `server-closing`: tells a member that the process of its socket stops.
 *
 * @module
 */
import {
  createServerMessage,
  type OutgoingMessage,
} from "../message/outgoing_message.ts";

const NOTICE_START = '{"event":"server-closing",';
/** A notice that only counts. */
const PAST_NOTICE = createServerMessage("server-closing", { delayMs: null });

/**
 * A missed message as it is sent on resuming: a member that has not received
 * the notice must not leave the next process for it.
 */
export function withoutNotice(message: OutgoingMessage): OutgoingMessage {
  return message.text.startsWith(NOTICE_START) ? PAST_NOTICE : message;
}
