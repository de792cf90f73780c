/**
 * A client that wants to enter a locked room. It has a socket and no seat: it
 * receives nothing of the room, and the room receives only its name.
 *
 * @module
 */
import type { OutgoingMessage } from "../message/outgoing_message.ts";
import type { CloseCode } from "../protocol.ts";
import type { RoomInvitation } from "../room/invitation.ts";
import type { ClientConnection, Seat } from "../room/seat.ts";

/** One knock. It ends with a seat or with the socket. */
export class Knock {
  /** Also the id of the seat after admission. */
  readonly id: string;
  /** Name of the room. */
  readonly room: string;
  /** The client's socket. */
  readonly connection: ClientConnection;
  /** When the socket opened. */
  readonly knockedAtMs: number;
  /** Null until the client gives it; members do not see the knock before. */
  name: string | null = null;
  /** The invitation of the client, or null. Its use counts from the admission on. */
  invitation: RoomInvitation | null = null;
  /** The seat after admission, or null. */
  seat: Seat | null = null;

  /** Creates a knock without a name. */
  constructor(
    id: string,
    room: string,
    connection: ClientConnection,
    nowMs: number,
  ) {
    this.id = id;
    this.room = room;
    this.connection = connection;
    this.knockedAtMs = nowMs;
  }

  /** Sends a message to the client. */
  deliver(message: OutgoingMessage): void {
    this.connection.sink.send(message);
  }

  /** Closes the client's socket. */
  close(code: CloseCode, reason: string): void {
    this.connection.sink.close(code, reason);
  }
}
