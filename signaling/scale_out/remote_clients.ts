/**
 * Clients of our rooms whose sockets are at other processes. To the hub each is
 * a {@linkcode MessageSink} like a socket of this process.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  type BoundClient,
  detachClient,
  dispatchFromClient,
  seatOf,
} from "../bound_client.ts";
import type { Hub } from "../hub.ts";
import {
  createErrorMessage,
  type OutgoingMessage,
} from "../message/outgoing_message.ts";
import * as CLOSE from "../close_codes.ts";
import type { CloseCode, LeaveReason } from "../protocol.ts";
import { joinRoom } from "../room/join_room.ts";
import type { MessageSink } from "../room/seat.ts";
import type { ProcessLinks } from "./process_links.ts";
import type { ForwardedJoinData } from "./process_message.ts";

const UNBOUND: BoundClient = { seat: null, knock: null };

interface SessionOptions {
  /** Process of the socket. */
  readonly process: string;
  readonly session: number;
  readonly onEnded: () => void;
}

/** One socket at another process, during one session. */
class RemoteClient implements MessageSink {
  /** Limits of unsent bytes are enforced where the socket is. */
  readonly unsentBytes = 0;
  readonly isRemote = true;
  /** Messages of the client in this session. */
  handledCount = 0;
  binding: BoundClient = UNBOUND;
  lastReceivedAtMs: number;
  /** True once nothing may be sent under this session any more. */
  hasEnded = false;
  readonly #links: ProcessLinks;
  readonly #process: string;
  readonly #session: number;
  readonly #onEnded: () => void;

  constructor(
    links: ProcessLinks,
    { process, session, onEnded }: SessionOptions,
    nowMs: number,
  ) {
    this.#links = links;
    this.#process = process;
    this.#session = session;
    this.#onEnded = onEnded;
    this.lastReceivedAtMs = nowMs;
  }

  send(message: OutgoingMessage): void {
    if (this.hasEnded) return;
    this.#links.deliver(this.#process, this.#session, message);
  }

  /** A room that moves to another process keeps the sockets elsewhere. */
  close(code: CloseCode, reason: string): void {
    if (this.hasEnded) return;
    if (code === CLOSE.serviceRestart) return this.endSession();
    this.#links.send(this.#process, ["close", this.#session, code, reason]);
  }

  checkLiveness(): void {
    if (!this.hasEnded) {
      this.#links.send(this.#process, ["check", this.#session]);
    }
  }

  /** Never called: the unsent bytes are elsewhere. */
  evict(): void {}

  /** Tells the process of the socket what was handled. */
  acknowledge(): void {
    if (this.hasEnded) return;
    this.#links.send(this.#process, [
      "handled",
      this.#session,
      this.handledCount,
    ]);
  }

  /** Tells the process of the socket that its session is over. */
  endSession(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.#onEnded();
    this.#links.send(this.#process, [
      "lost",
      this.#session,
      this.handledCount,
    ]);
  }
}

/** Remote clients by process and session. */
export class RemoteClients {
  readonly #hub: Hub;
  readonly #links: ProcessLinks;
  readonly #byProcess = new Map<string, Map<number, RemoteClient>>();
  readonly #unacknowledged = new Set<RemoteClient>();

  /** Clients of the rooms of `hub`. */
  constructor(hub: Hub, links: ProcessLinks) {
    this.#hub = hub;
    this.#links = links;
  }

  /** Processes that have a socket of our rooms. */
  get processes(): readonly string[] {
    return [...this.#byProcess.keys()];
  }

  /** Number of clients. */
  get size(): number {
    let size = 0;
    for (const clients of this.#byProcess.values()) size += clients.size;
    return size;
  }

  /** Joins a client; a refusal closes its socket. */
  join(
    process: string,
    session: number,
    data: ForwardedJoinData,
    nowMs: number,
  ): void {
    const remote = new RemoteClient(this.#links, {
      process,
      session,
      onEnded: () => this.#remove(process, session),
    }, nowMs);
    const received = data.receivedCount;
    const result = joinRoom(this.#hub, {
      room: data.room,
      resumeToken: data.resumeToken,
      receivedCount: received === "none" ? Infinity : received,
      maxMembers: data.maxMembers,
      countsReceived: data.countsReceived,
      attempt: data.attempt,
      client: data.client,
      invitation: data.invitation,
      sink: remote,
    }, nowMs);
    if ("refused" in result) {
      const { refused, close } = result;
      if (refused !== null) remote.send(createErrorMessage(refused));
      remote.close(close, refused ?? "replaced");
      return;
    }
    remote.binding = { ...UNBOUND, ...result };
    const clients = this.#byProcess.get(process);
    if (clients) clients.set(session, remote);
    else this.#byProcess.set(process, new Map([[session, remote]]));
  }

  /** Dispatches a message of a client. */
  receive(process: string, session: number, text: string, nowMs: number): void {
    const remote = this.#find(process, session);
    if (remote === null) return this.#answerLost(process, session);
    remote.lastReceivedAtMs = nowMs;
    remote.handledCount++;
    this.#unacknowledged.add(remote);
    const raw = { text, bytes: Buffer.byteLength(text) };
    dispatchFromClient(this.#hub, remote.binding, raw, nowMs);
  }

  /** Tells the other processes which messages were handled in this tick. */
  acknowledge(): void {
    for (const remote of this.#unacknowledged) remote.acknowledge();
    this.#unacknowledged.clear();
  }

  /** Tells a member that the process of its socket stops. */
  announceClosing(process: string, session: number, delayMs: number): void {
    const remote = this.#find(process, session);
    const seat = remote && seatOf(remote.binding);
    if (seat !== null) this.#hub.announceClosing(seat, delayMs);
  }

  /** Handles the end of a socket. */
  detach(
    process: string,
    session: number,
    reason: LeaveReason,
    nowMs: number,
  ): void {
    const remote = this.#find(process, session);
    if (remote === null) return;
    remote.hasEnded = true;
    this.#remove(process, session);
    detachClient(this.#hub, remote.binding, remote, reason, nowMs);
  }

  /**
   * Ends the sessions of a process that is gone, or of which messages are
   * missing. Its members are away until they come again.
   */
  endProcess(process: string, nowMs: number): void {
    const clients = this.#byProcess.get(process);
    if (clients === undefined) return;
    this.#byProcess.delete(process);
    for (const remote of clients.values()) {
      remote.endSession();
      detachClient(this.#hub, remote.binding, remote, "timeout", nowMs);
    }
  }

  /** Ends all sessions. */
  endAll(nowMs: number): void {
    for (const process of this.processes) this.endProcess(process, nowMs);
  }

  /** A session that a lost room, or this process before a stall, had. */
  #answerLost(process: string, session: number): void {
    this.#links.send(process, ["lost", session, null]);
  }

  #find(process: string, session: number): RemoteClient | null {
    return this.#byProcess.get(process)?.get(session) ?? null;
  }

  #remove(process: string, session: number): void {
    const clients = this.#byProcess.get(process);
    clients?.delete(session);
    if (clients?.size === 0) this.#byProcess.delete(process);
  }
}
