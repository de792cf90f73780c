/**
 * All WebSockets of the process: accepts upgraded connections, joins them to
 * rooms, sends the messages of a tick together, and has the only timer.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { setImmediate } from "node:timers";
import {
  ConnectionQuota,
  type ConnectionQuotaRefusal,
} from "../server/net/connection_quota.ts";
import { monotonicMs } from "../server/net/clock.ts";
import {
  type BoundClient,
  detachClient,
  dispatchFromClient,
} from "./bound_client.ts";
import { readJoinMessage } from "./dispatch.ts";
import type { RawMessage } from "./message/envelope.ts";
import { FairScheduler } from "./socket/fair_scheduler.ts";
import { FrameCache } from "./socket/frame_cache.ts";
import { Slab } from "./socket/slab.ts";
import { HeldBytesLimit } from "./held_bytes.ts";
import type {
  SignalingServerOptions,
  SocketRequest,
} from "./signaling_options.ts";
import { Hub } from "./hub.ts";
import {
  isJoinDeferred,
  type JoinParameters,
  readInvitationQuery,
  readJoinData,
  readJoinQuery,
} from "./room/join_parameters.ts";
import type {
  RoomInvitation,
  TokenRefusal,
  VerifyInvitation,
} from "./room/invitation.ts";
import { joinRoom } from "./room/join_room.ts";
import { readAttemptQuery } from "./room/page_attempt.ts";
import { RENEW_INTERVAL_MS } from "./scale_out/backplane.ts";
import type {
  ForwardedClient,
  JoiningSocket,
} from "./scale_out/forwarded_clients.ts";
import { ScaleOut } from "./scale_out/scale_out.ts";
import * as CLOSE from "./close_codes.ts";
import {
  type CloseCode,
  type ErrorCode,
  type LeaveReason,
  SUBPROTOCOL,
} from "./protocol.ts";
import { createErrorMessage } from "./message/outgoing_message.ts";
import { ResumeTokens } from "./room/resume_token.ts";
import {
  createHandover,
  parseHandover,
  restoreSeats,
  type SeatHandover,
} from "./room/seat_handover.ts";
import { type DeferredJoin, DeferredJoins } from "./socket/deferred_joins.ts";
import {
  SignalingSocket,
  type SocketOwner,
} from "./socket/signaling_socket.ts";
import { acceptance } from "./socket/handshake.ts";

const SWEEP_INTERVAL_MS = 1_000;
/** The next process takes at least this long to start. */
const MIN_RETURN_MS = 500;
/** Time in which others that still forward to this process learn of its end. */
const ANSWER_MS = 200;

/** The signaling server. */
export class SignalingServer implements SocketOwner {
  /** Rooms and seats. */
  readonly hub: Hub;
  /** Joins this process with others; null for a single one. */
  readonly scaleOut: ScaleOut | null;
  readonly #limits: SignalingServerOptions["limits"];
  readonly #clock: () => number;
  readonly #onBug: (error: unknown) => void;
  readonly #verifyInvitation: VerifyInvitation;
  readonly #onClose: SignalingServerOptions["onClose"];
  readonly #onEviction: SignalingServerOptions["onEviction"];
  readonly #connectionQuota: ConnectionQuota;
  readonly #sockets = new Map<SignalingSocket, SocketBinding>();
  readonly #deferredJoins = new DeferredJoins<SignalingSocket>();
  readonly #timers: ReturnType<typeof setInterval>[] = [];
  readonly #scheduler: FairScheduler;
  readonly #unsentLimit: HeldBytesLimit<SignalingSocket>;
  #nowMs = 0;
  /** True from the beginning of a drain on: nobody joins any more. */
  #isStopping = false;

  /** Starts the timer of the sweeps. */
  constructor(options: SignalingServerOptions) {
    this.#limits = options.limits;
    this.#clock = options.clock;
    this.#onBug = options.onBug;
    this.#verifyInvitation = options.verifyInvitation ??
      (() => "bad-invitation");
    this.#onClose = options.onClose;
    this.#onEviction = options.onEviction;
    this.#connectionQuota = new ConnectionQuota(options.limits);
    const slab = new Slab();
    this.#scheduler = new FairScheduler({
      requestTick: () => void this.nowMs(),
      createFrameCache: () => new FrameCache(slab),
      reportBug: (error) => this.#onBug(error),
    });
    this.#unsentLimit = new HeldBytesLimit<SignalingSocket>(
      options.limits.maxTotalBufferedBytes,
      {
        holders: () => this.#sockets.keys(),
        bytesOf: ({ unsentBytes }) => unsentBytes,
        free: (socket) => socket.evict(),
      },
    );
    const newId = () => randomBytes(9).toString("base64url");
    this.hub = new Hub({
      limits: options.limits,
      effects: { ...options.effects, newId },
      resumeTokens: new ResumeTokens(options.resumeKey),
      ...this.#hubParts(options),
    });
    this.scaleOut = this.#createScaleOut(options);
    this.#timers.push(setInterval(() => this.#sweep(), SWEEP_INTERVAL_MS));
  }

  /** Joins the other processes, if there can be any. Before the first socket. */
  async joinProcesses(): Promise<void> {
    const { scaleOut } = this;
    if (scaleOut === null) return;
    await scaleOut.start();
    this.#timers.push(
      setInterval(() => void scaleOut.renew(), RENEW_INTERVAL_MS),
    );
  }

  /** Number of open sockets, those that have not joined included. */
  get socketCount(): number {
    return this.#sockets.size;
  }

  /**
   * Completes the handshake on `stream` and joins the room, or closes with the
   * reason.
   */
  accept(stream: Duplex, request: SocketRequest): void {
    const acceptsBatches = request.offer.subprotocols.includes(SUBPROTOCOL);
    stream.write(
      acceptance(request.offer.key, acceptsBatches ? SUBPROTOCOL : null),
    );
    const { quotaKey, address } = request.client;
    const socket = new SignalingSocket(
      stream,
      acceptsBatches,
      this.#limits,
      this,
    );
    const quotaRefusal = this.#acquireSlot(quotaKey);
    this.#sockets.set(socket, {
      ...UNBOUND,
      address,
      quotaKey: quotaRefusal === null ? quotaKey : null,
    });
    if (this.#isStopping) {
      socket.close(CLOSE.serviceRestart, "restart");
    } else if (quotaRefusal === null) {
      const join = {
        client: request.client,
        countsReceived: acceptsBatches,
        attempt: readAttemptQuery(request.query),
      };
      if (isJoinDeferred(request.query)) {
        this.#deferredJoins.add(socket, join, this.nowMs());
      } else {
        const { query } = request;
        const token = readInvitationQuery(query);
        this.#join(socket, join, readJoinQuery(query), token);
      }
    } else {
      const { error, close } = QUOTA_REFUSALS[quotaRefusal];
      refuseSocket(socket, error, close);
    }
    socket.start(request.head);
  }

  /**
   * Tells all members that the server stops, and closes the sockets of clients
   * that have not joined.
   *
   * @param spreadMs Time over which the clients spread their next sockets.
   */
  startDraining(spreadMs: number): void {
    this.#isStopping = true;
    const share = spreadMs / Math.max(1, this.#sockets.size);
    let index = 0;
    const nextDelayMs = () => Math.round(MIN_RETURN_MS + index++ * share);
    this.hub.startDraining(nextDelayMs);
    this.scaleOut?.startDraining(nextDelayMs);
    this.#closeDeferredJoins();
  }

  /** Closes every socket with 1012; what clients still send is delivered. */
  closeSockets(): void {
    this.#isStopping = true;
    this.hub.closeSockets(this.#clock());
    this.scaleOut?.closeSockets();
    this.#closeDeferredJoins();
  }

  /** Gives the rooms to other processes, if there are any; the sockets are closed. */
  handOver(): void {
    if (this.scaleOut === null) return;
    this.hub.shutDown(this.#clock());
    this.scaleOut.shutDown(this.createHandover());
  }

  /** Waits until all clients have closed their sockets, for `limitMs` at most. */
  async waitForClose(limitMs: number): Promise<void> {
    const endMs = monotonicMs() + limitMs;
    while (this.#sockets.size > 0 && monotonicMs() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /**
   * Closes every socket with 1012 and waits until the streams are closed.
   *
   * @param limitMs Time after which the remaining streams are destroyed.
   */
  async shutDown(limitMs: number): Promise<void> {
    this.closeSockets();
    for (const timer of this.#timers) clearInterval(timer);
    await this.waitForClose(limitMs);
    for (const socket of this.#sockets.keys()) socket.destroy();
    if (this.scaleOut === null) return;
    this.handOver();
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    await this.scaleOut.close();
  }

  /** The seats, for the next process; to be called after a shutdown. */
  createHandover(): SeatHandover {
    return createHandover(this.hub, this.#clock());
  }

  /** Continues the seats of the last process; their number, or null. */
  restoreSeats(content: unknown): number | null {
    const nowMs = this.#clock();
    const handover = parseHandover(content, nowMs);
    return handover && restoreSeats(this.hub, handover, nowMs);
  }

  #closeDeferredJoins(): void {
    for (const socket of this.#deferredJoins.all()) {
      socket.close(CLOSE.serviceRestart, "restart");
    }
  }

  /** The time, read once per tick; what reads it asks for a tick. */
  nowMs(): number {
    if (this.#nowMs === 0) {
      this.#nowMs = this.#clock();
      setImmediate(this.#endTick);
      this.scaleOut?.beginTick(this.#nowMs);
    }
    return this.#nowMs;
  }

  scheduleFlush(socket: SignalingSocket): void {
    this.#scheduler.scheduleFlush(socket);
  }

  socketEvicted(socket: SignalingSocket): void {
    this.#onEviction(this.#sockets.get(socket)?.address ?? "");
  }

  bytesReceived(socket: SignalingSocket, bytes: number): void {
    this.#scheduler.chunkReceived(socket, bytes);
  }

  bytesQueued(bytes: number): void {
    this.#unsentLimit.add(bytes);
  }

  /** Dispatches a message of a member, of a waiting client or of one that joins. */
  messageReceived(
    socket: SignalingSocket,
    raw: RawMessage,
    nowMs: number,
  ): void {
    const binding = this.#sockets.get(socket);
    if (binding === undefined) return;
    if (binding.forwarded !== null) {
      this.scaleOut?.receive(binding.forwarded, raw);
    } else if (!dispatchFromClient(this.hub, binding, raw, nowMs)) {
      const join = this.#deferredJoins.find(socket);
      if (join !== null) this.#receiveJoin(socket, join, raw);
    }
  }

  socketDetached(
    socket: SignalingSocket,
    reason: LeaveReason,
    nowMs: number,
  ): void {
    const binding = this.#sockets.get(socket);
    if (binding === undefined) return;
    this.#sockets.set(socket, { ...UNBOUND, address: binding.address });
    this.#deferredJoins.remove(socket);
    if (binding.quotaKey !== null) {
      this.#connectionQuota.release(binding.quotaKey);
    }
    if (binding.forwarded !== null) {
      this.scaleOut?.detach(binding.forwarded, reason);
    } else detachClient(this.hub, binding, socket, reason, nowMs);
  }

  socketClosed(socket: SignalingSocket): void {
    this.#sockets.delete(socket);
  }

  closeFrameSent(
    socket: SignalingSocket,
    code: CloseCode,
    reason: string,
  ): void {
    if (code === CLOSE.normal) return;
    const address = this.#sockets.get(socket)?.address ?? "";
    this.#onClose({ code, reason, address });
  }

  reportBug(error: unknown): void {
    this.#onBug(error);
  }

  /** Takes a slot, if need be that of a client that has not joined. */
  #acquireSlot(quotaKey: string): ConnectionQuotaRefusal | null {
    const refusal = this.#connectionQuota.acquire(quotaKey);
    if (refusal === null) return null;
    const oldest = this.#deferredJoins.oldest(
      refusal === "address" ? quotaKey : null,
    );
    if (oldest === null) return refusal;
    this.#endDeferredJoin(oldest, "displaced");
    return this.#acquireSlot(quotaKey);
  }

  /** Closes the socket of a client that has not joined, and frees its slot. */
  #endDeferredJoin(socket: SignalingSocket, reason: string): void {
    this.#deferredJoins.remove(socket);
    const binding = this.#sockets.get(socket);
    if (binding !== undefined && binding.quotaKey !== null) {
      this.#connectionQuota.release(binding.quotaKey);
      this.#sockets.set(socket, { ...binding, quotaKey: null });
    }
    socket.close(CLOSE.normal, reason);
  }

  #receiveJoin(
    socket: SignalingSocket,
    join: DeferredJoin,
    raw: RawMessage,
  ): void {
    const message = readJoinMessage(raw);
    if (typeof message === "string") {
      return socket.send(createErrorMessage(message));
    }
    this.#deferredJoins.remove(socket);
    const { data } = message;
    this.#join(socket, join, readJoinData(data), data.invitation);
  }

  /** Verifies the invitation first, if there is one. */
  #join(
    socket: SignalingSocket,
    join: DeferredJoin,
    parameters: JoinParameters,
    token: string | null,
  ): void {
    if (token === null || parameters.resumeToken !== null) {
      return this.#joinRoom(socket, join, parameters);
    }
    const admit = (invitation: RoomInvitation | TokenRefusal): void => {
      if (!this.#sockets.has(socket)) return;
      if (typeof invitation === "string") {
        refuseSocket(socket, invitation, CLOSE.notInvited);
      } else this.#joinRoom(socket, join, { ...parameters, invitation });
    };
    const result = this.#verifyInvitation(token, this.nowMs());
    if (result instanceof Promise) result.then(admit).catch(this.#onBug);
    else admit(result);
  }

  #joinRoom(
    socket: SignalingSocket,
    join: DeferredJoin,
    parameters: JoinParameters,
  ): void {
    const joining = { ...join, sink: socket, parameters };
    const forwarded = this.scaleOut?.open(joining, this.nowMs()) ?? null;
    if (forwarded === null) this.#joinHere(socket, joining);
    else this.#bind(socket, join, { ...UNBOUND, forwarded });
  }

  #joinHere(socket: SignalingSocket, joining: JoiningSocket): void {
    const request = { ...joining.parameters, ...joining };
    const result = joinRoom(this.hub, request, this.nowMs());
    if ("refused" in result) refuseSocket(socket, result.refused, result.close);
    else this.#bind(socket, joining, { ...UNBOUND, ...result });
  }

  #bind(
    socket: SignalingSocket,
    { client: { quotaKey, address } }: DeferredJoin,
    binding: Omit<SocketBinding, "quotaKey" | "address">,
  ): void {
    this.#sockets.set(socket, { ...binding, quotaKey, address });
  }

  #hubParts({ roomStore, roomsPolicy, scaleOut }: SignalingServerOptions) {
    const startedAtMs = this.#clock();
    return {
      roomStore,
      roomsPolicy,
      startedAtMs,
      takenAtMs: (room: string) =>
        scaleOut?.leases.get(room)?.takenAtMs ?? startedAtMs,
    };
  }

  #createScaleOut({ scaleOut }: SignalingServerOptions): ScaleOut | null {
    return scaleOut === undefined ? null : new ScaleOut({
      ...scaleOut,
      hub: this.hub,
      clock: this.#clock,
      joinHere: (client) => this.#moveHere(client),
      restoreSeats: (content) => void this.restoreSeats(content),
      requestTick: () => void this.nowMs(),
      onBug: this.#onBug,
    });
  }

  /** A socket whose room is owned by this process from now on. */
  #moveHere(client: ForwardedClient): void {
    const { socket: joining } = client;
    const { sink } = joining;
    if (!(sink instanceof SignalingSocket) || !this.#sockets.has(sink)) return;
    this.#joinHere(sink, joining);
    for (const raw of client.takeQueue()) {
      this.messageReceived(sink, raw, this.nowMs());
    }
  }

  readonly #endTick = (): void => {
    this.#nowMs = 0;
    this.#scheduler.runTick();
    this.scaleOut?.flush();
  };

  #sweep(): void {
    try {
      const nowMs = this.#clock();
      for (const socket of this.#sockets.keys()) socket.sweep(nowMs);
      for (const socket of this.#deferredJoins.expired(nowMs)) {
        this.#endDeferredJoin(socket, "not joined");
      }
      this.hub.sweep(nowMs);
    } catch (error) {
      this.#onBug(error);
    }
  }
}

/** What belongs to a socket. */
interface SocketBinding extends BoundClient {
  /** Set when another process owns the room, or may own it. */
  readonly forwarded: ForwardedClient | null;
  /** Network whose connection quota it counts in, or null. */
  readonly quotaKey: string | null;
  /** Address of the client. */
  readonly address: string;
}

const UNBOUND = { seat: null, knock: null, forwarded: null, quotaKey: null };

const QUOTA_REFUSALS: Readonly<
  Record<ConnectionQuotaRefusal, { error: ErrorCode; close: CloseCode }>
> = {
  total: { error: "too-many-connections", close: CLOSE.serverFull },
  address: { error: "too-many-from-address", close: CLOSE.addressFull },
};

/** @param code Null for a socket that its page has replaced. */
function refuseSocket(
  socket: SignalingSocket,
  code: ErrorCode | null,
  close: CloseCode,
): void {
  if (code !== null) socket.send(createErrorMessage(code));
  socket.close(close, code ?? "replaced");
}
