/**
 * Sockets of this process whose rooms another process owns, or of which the
 * owner is not known yet. Their limits are enforced here, those of the room at
 * the owner.
 *
 * @module
 */
import type { RawMessage } from "../message/envelope.ts";
import type { OutgoingMessage } from "../message/outgoing_message.ts";
import * as CLOSE from "../close_codes.ts";
import type { CloseCode } from "../protocol.ts";
import type { JoinParameters } from "../room/join_parameters.ts";
import type { ClientInfo, MessageSink } from "../room/seat.ts";
import type { RoomOwner } from "./backplane.ts";
import { type KeptBytes, KeptMessages } from "./kept_messages.ts";
import type { ForwardedJoinData } from "./process_message.ts";

/** Messages that are kept until the owner is known. */
const MAX_QUEUED_MESSAGES = 256;

/** Server messages that carry a resume token begin with one of these. */
const TOKEN_MESSAGE_STARTS = ['{"event":"welcome",', '{"event":"room",'];

/** A socket and what it joins with. */
export interface JoiningSocket {
  /** The socket. */
  readonly sink: MessageSink;
  /** Who is at its other end. */
  readonly client: ClientInfo;
  /** True for clients that count received messages. */
  readonly countsReceived: boolean;
  /** Which of the sockets of its page this is; null when the page does not count. */
  readonly attempt: string | null;
  /** What it asked for. */
  readonly parameters: JoinParameters;
}

/** One forwarded socket. */
export class ForwardedClient {
  /** Key of the room. */
  readonly room: string;
  /** Null while it is being found, or when there is none. */
  owner: RoomOwner | null = null;
  /** Number of the session at the owner; 0 without one. */
  session = 0;
  /** True while the owner is being asked for. */
  isSearching = false;
  /** When the owner was last looked for. */
  lookedUpAtMs: number = -Infinity;
  /** True once the socket was closed from here. */
  isClosing = false;
  /** Messages that the owner has not acknowledged. */
  readonly sent: KeptMessages;
  readonly #socket: JoiningSocket;
  #queue: RawMessage[] = [];
  /** The last message with a resume token, read only when it is needed. */
  #tokenText: string | null = null;

  /** A socket that joins the room with this key. */
  constructor(room: string, socket: JoiningSocket, keptBytes: KeptBytes) {
    this.room = room;
    this.sent = new KeptMessages(keptBytes);
    this.#socket = socket;
  }

  /** The socket, with a token as soon as the client has a seat. */
  get socket(): JoiningSocket {
    const resumeToken = readToken(this.#tokenText);
    return resumeToken === null ? this.#socket : {
      ...this.#socket,
      parameters: {
        ...this.#socket.parameters,
        resumeToken,
        // All that the last owner sent has been delivered.
        receivedCount: null,
      },
    };
  }

  /** What the owner is sent for the join. */
  joinData(fence: number): ForwardedJoinData {
    const { parameters, client, countsReceived, attempt } = this.socket;
    const { receivedCount } = parameters;
    return {
      ...parameters,
      receivedCount: receivedCount === Infinity ? "none" : receivedCount,
      fence,
      countsReceived,
      attempt,
      client: { ...client },
    };
  }

  /** Keeps a message; false when there are too many. */
  enqueue(raw: RawMessage): boolean {
    return this.#queue.push(raw) <= MAX_QUEUED_MESSAGES;
  }

  /** Puts messages that the last owner did not handle before all others. */
  enqueueAgain(messages: readonly RawMessage[]): void {
    this.#queue = [...messages, ...this.#queue];
  }

  /** Removes and returns the kept messages. */
  takeQueue(): readonly RawMessage[] {
    const queue = this.#queue;
    this.#queue = [];
    return queue;
  }

  /** Delivers a message of the owner. */
  deliver(message: OutgoingMessage): void {
    const { text } = message;
    if (TOKEN_MESSAGE_STARTS.some((start) => text.startsWith(start))) {
      this.#tokenText = text;
    }
    this.#socket.sink.send(message);
  }

  /** Closes the socket. */
  close(code: CloseCode, reason: string): void {
    this.isClosing = true;
    this.#socket.sink.close(code, reason);
  }

  /** Asks the client to come again, with its token. */
  sendAway(): void {
    this.close(CLOSE.serviceRestart, "restart");
  }

  /** Disconnects the client unless it answers soon. */
  checkLiveness(nowMs: number): void {
    this.#socket.sink.checkLiveness(nowMs);
  }
}

/** Forwarded sockets, by the session at their owner. */
export class ForwardedClients {
  readonly #clients = new Set<ForwardedClient>();
  readonly #bySession = new Map<number, ForwardedClient>();
  #lastSession = 0;

  /** All of them. */
  get all(): readonly ForwardedClient[] {
    return [...this.#clients];
  }

  /** Number of them. */
  get size(): number {
    return this.#clients.size;
  }

  /** Rooms with a session at another process. */
  get joinedRooms(): readonly string[] {
    const rooms = new Set<string>();
    for (const { room } of this.#bySession.values()) rooms.add(room);
    return [...rooms];
  }

  /** Adds a socket without an owner. */
  add(client: ForwardedClient): void {
    this.#clients.add(client);
  }

  /** Removes a socket: it is gone, or its room is ours now. */
  remove(client: ForwardedClient): void {
    this.endSession(client);
    this.#clients.delete(client);
  }

  /** True for one that was not removed. */
  has(client: ForwardedClient): boolean {
    return this.#clients.has(client);
  }

  /** Begins a session at an owner. */
  beginSession(client: ForwardedClient, owner: RoomOwner): number {
    this.endSession(client);
    client.owner = owner;
    client.session = ++this.#lastSession;
    this.#bySession.set(client.session, client);
    return client.session;
  }

  /**
   * Ends a session: what its owner still sends is dropped.
   *
   * @param handledCount Messages that the owner handled, if it said so.
   */
  endSession(
    client: ForwardedClient,
    handledCount: number | null = null,
  ): void {
    client.enqueueAgain(client.sent.end(handledCount));
    this.#bySession.delete(client.session);
    client.owner = null;
    client.session = 0;
  }

  /** The socket of a session at this process. */
  find(process: string, session: number): ForwardedClient | null {
    const client = this.#bySession.get(session);
    return client?.owner?.process === process ? client : null;
  }
}

function readToken(text: string | null): string | null {
  if (text === null) return null;
  const { data }: { data?: { resume?: unknown } } = JSON.parse(text);
  return typeof data?.resume === "string" ? data.resume : null;
}
