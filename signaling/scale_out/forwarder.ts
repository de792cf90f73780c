/**
 * Forwards the sockets of this process to the owners of their rooms: finds the
 * owner, joins there, and joins again at the next one when it is gone.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { RawMessage } from "../message/envelope.ts";
import type { LeaveReason } from "../protocol.ts";
import type { RoomOwner } from "./backplane.ts";
import {
  ForwardedClient,
  ForwardedClients,
  type JoiningSocket,
} from "./forwarded_clients.ts";
import type { KeptBytes } from "./kept_messages.ts";
import type { ProcessLinks } from "./process_links.ts";
import type { RoomOwnership } from "./room_ownership.ts";

/** Shortest time between two searches for the owner of a lost session. */
const RETRY_MS = 100;

/** The rest of the process, as the forwarder needs it. */
export interface ForwarderOptions {
  /** Finds owners. */
  readonly ownership: RoomOwnership;
  /** Sends to other processes. */
  readonly links: ProcessLinks;
  /** Clock of the hub. */
  readonly clock: () => number;
  /** Joins a socket to a room of this process, and handles its messages. */
  readonly joinHere: (client: ForwardedClient) => void;
  /** Asks for the end of the tick, which sends everything. */
  readonly requestTick: () => void;
  /** Called with unexpected exceptions. */
  readonly onBug: (error: unknown) => void;
}

/** The forwarded sockets of this process. */
export class Forwarder {
  readonly #options: ForwarderOptions;
  readonly #links: ProcessLinks;
  readonly #clients = new ForwardedClients();
  readonly #keptBytes: KeptBytes = { total: 0 };
  #isDraining = false;
  #sentCount = 0;
  #deliveredCount = 0;

  /** Forwards nothing yet. */
  constructor(options: ForwarderOptions) {
    this.#options = options;
    this.#links = options.links;
  }

  /** Number of forwarded sockets. */
  get size(): number {
    return this.#clients.size;
  }

  /** Messages of clients sent to owners. */
  get sentCount(): number {
    return this.#sentCount;
  }

  /** Messages delivered to clients. */
  get deliveredCount(): number {
    return this.#deliveredCount;
  }

  /** Rooms with a session at another process. */
  get joinedRooms(): readonly string[] {
    return this.#clients.joinedRooms;
  }

  /** Forwards a socket from now on. */
  open(room: string, socket: JoiningSocket): ForwardedClient {
    const client = new ForwardedClient(room, socket, this.#keptBytes);
    this.#clients.add(client);
    void this.#findOwner(client);
    return client;
  }

  /** Forwards a message of a client. */
  receive(client: ForwardedClient, raw: RawMessage): void {
    if (client.owner !== null) this.#forward(client, client.owner, raw);
    else if (!client.enqueue(raw)) client.sendAway();
  }

  /** Handles the end of the socket of a client. */
  detach(client: ForwardedClient, reason: LeaveReason): void {
    const { owner, session } = client;
    this.#clients.remove(client);
    if (owner === null) return;
    // A client that was sent away comes again.
    const known = this.#isDraining && reason === "closed" ? "timeout" : reason;
    this.#links.send(owner.process, ["detach", session, known]);
    this.#options.requestTick();
  }

  /** Lets the owners tell all clients that this process stops. */
  startDraining(nextDelayMs: () => number): void {
    this.#isDraining = true;
    for (const { owner, session } of this.#clients.all) {
      if (owner === null) continue;
      this.#links.send(owner.process, ["closing", session, nextDelayMs()]);
    }
  }

  /** Forgets messages that the owner of a session has handled. */
  acknowledge(process: string, session: number, handledCount: number): void {
    this.#clients.find(process, session)?.sent.acknowledge(handledCount);
  }

  /** The client of a session at a process. */
  find(process: string, session: number): ForwardedClient | null {
    return this.#clients.find(process, session);
  }

  /** Delivers a message of an owner to the clients of these sessions. */
  deliver(process: string, sessions: readonly number[], text: string): void {
    const bytes = Buffer.byteLength(text);
    const message = { text, bytes, isCounted: false };
    for (const session of sessions) {
      this.#deliveredCount++;
      this.#clients.find(process, session)?.deliver(message);
    }
  }

  /**
   * Looks for the owner again: at once, or with the next renewal. Messages that
   * the last one did not handle go to the next.
   */
  loseSession(
    process: string,
    session: number,
    handledCount: number | null,
    nowMs: number,
  ): void {
    const client = this.#clients.find(process, session);
    if (client === null || client.isClosing) return;
    this.#clients.endSession(client, handledCount);
    if (nowMs - client.lookedUpAtMs >= RETRY_MS) void this.#findOwner(client);
  }

  /** Looks for another owner where a client's is gone, or it has none. */
  checkOwners(owners: ReadonlyMap<string, RoomOwner | null>): void {
    for (const client of this.#clients.all) {
      if (client.isClosing || client.isSearching) continue;
      if (!hasOwner(client, owners)) void this.#findOwner(client);
    }
  }

  /** Asks clients to come again: those of one process, or all. */
  sendAway(process: string | null): void {
    for (const client of this.#clients.all) {
      if (process === null || client.owner?.process === process) {
        client.sendAway();
      }
    }
  }

  /** Finds the owner of a client's room and joins it there, or here. */
  async #findOwner(client: ForwardedClient): Promise<void> {
    const { clock, ownership, requestTick, onBug } = this.#options;
    this.#clients.endSession(client);
    client.lookedUpAtMs = clock();
    client.isSearching = true;
    const place = await ownership.claim(client.room);
    client.isSearching = false;
    const isOpen = this.#clients.has(client) && !client.isClosing;
    if (place === null || !isOpen || client.owner !== null) return;
    try {
      if (place === "here") this.#moveHere(client);
      else this.#joinAt(client, place);
      requestTick();
    } catch (error) {
      onBug(error);
    }
  }

  #moveHere(client: ForwardedClient): void {
    this.#clients.remove(client);
    this.#options.joinHere(client);
  }

  #joinAt(client: ForwardedClient, owner: RoomOwner): void {
    const session = this.#clients.beginSession(client, owner);
    const data = client.joinData(owner.fence);
    this.#links.send(owner.process, ["join", session, client.room, data]);
    for (const raw of client.takeQueue()) this.#forward(client, owner, raw);
  }

  #forward(
    { session, sent }: ForwardedClient,
    { process }: RoomOwner,
    raw: RawMessage,
  ): void {
    const { text } = raw;
    this.#sentCount++;
    sent.add(raw);
    this.#links.send(process, ["message", session, text], text.length);
    this.#options.requestTick();
  }
}

/** Whether the owner of a client is the present one, as far as it was asked for. */
function hasOwner(
  { room, owner }: ForwardedClient,
  owners: ReadonlyMap<string, RoomOwner | null>,
): boolean {
  if (owner === null) return false;
  const current = owners.get(room);
  return current === undefined ||
    current?.process === owner.process && current.fence === owner.fence;
}
