/**
 * Someone who waits before a locked room. It has a socket and no seat: nothing
 * of the room reaches it, and nothing of it reaches the room but its name.
 *
 * @module
 */
import type { OutgoingMessage } from "../message/outgoing_message.ts";
import type { CloseCode } from "../protocol.ts";
import type { ClientConnection, Seat } from "../room/seat.ts";

/** One wait, which ends in a seat or with the socket. */
export class Knock {
  /** Also the id of the seat that it may become. */
  readonly id: string;
  readonly room: string;
  readonly connection: ClientConnection;
  readonly knockedAtMs: number;
  /** Null until the knocker has said it; nobody is told before. */
  name: string | null = null;
  /** The seat that it became, or null. */
  seat: Seat | null = null;

  constructor(
    id: string,
    room: string,
    attachment: ClientConnection,
    nowMs: number,
  ) {
    this.id = id;
    this.room = room;
    this.connection = attachment;
    this.knockedAtMs = nowMs;
  }

  deliver(message: OutgoingMessage): void {
    this.connection.sink.send(message);
  }

  close(code: CloseCode, reason: string): void {
    this.connection.sink.close(code, reason);
  }
}
