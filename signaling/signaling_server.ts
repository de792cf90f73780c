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
  type ConnectionQuotaLimits,
  type ConnectionQuotaRefusal,
} from "../server/net/connection_quota.ts";
import { dispatchKnockerMessage, dispatchMessage } from "./dispatch.ts";
import type { RawMessage } from "./message/envelope.ts";
import { FairScheduler } from "./socket/fair_scheduler.ts";
import { FrameCache } from "./socket/frame_cache.ts";
import { Slab } from "./socket/slab.ts";
import { HeldBytesLimit } from "./held_bytes.ts";
import { Hub } from "./hub.ts";
import type { HubEffects, HubLimits } from "./hub_options.ts";
import { joinRoom } from "./room/join_room.ts";
import type { Knock } from "./waiting_room/knock.ts";
import {
  CLOSE,
  type CloseCode,
  type ErrorCode,
  type LeaveReason,
  SUBPROTOCOL,
} from "./protocol.ts";
import { createErrorMessage } from "./message/outgoing_message.ts";
import { ResumeTokens } from "./room/resume_token.ts";
import type { RoomStore } from "./room/room_store.ts";
import type { ClientInfo, Seat } from "./room/seat.ts";
import {
  SignalingSocket,
  type SocketOwner,
} from "./socket/signaling_socket.ts";
import type { SocketLimits } from "./socket/socket_limits.ts";
import { acceptance, type UpgradeOffer } from "./socket/handshake.ts";

/** Options of a signaling server. */
export interface SignalingServerOptions {
  /** Limits of rooms, sockets and connections. */
  readonly limits: HubLimits & SocketLimits & ConnectionQuotaLimits & {
    /** Unsent bytes of all sockets together. */
    readonly maxTotalBufferedBytes: number;
  };
  /**
   * Key of the resume tokens; with the same key they are valid after a restart.
   */
  readonly resumeKey: string;
  /** State of rooms that survives a restart. */
  readonly roomStore: RoomStore;
  /**
   * Unix milliseconds that never go back, as tokens and the room store need
   * them.
   */
  readonly clock: () => number;
  /** Receives the events of seats; creates ICE server lists. */
  readonly effects: Omit<HubEffects, "newId">;
  /** Called with unexpected exceptions. */
  readonly onBug: (error: unknown) => void;
  /** Called with each close of a socket by the server. */
  readonly onClose: (close: SocketCloseReport) => void;
  /** Called when a socket is ended for its unsent bytes, with its address. */
  readonly onEviction: (address: string) => void;
}

/** A close frame that the server sent. */
export interface SocketCloseReport {
  /** Code of the frame; never 1000. */
  readonly code: CloseCode;
  /** Reason of the frame: an error code, a word, or empty. */
  readonly reason: string;
  /** Address of the client. */
  readonly address: string;
}

/** A checked request for `/socket`. */
export interface SocketRequest {
  /** The client's side of the handshake. */
  readonly offer: UpgradeOffer;
  /** Query of the address: `room`, `resume`, `received`, `max`. */
  readonly query: URLSearchParams;
  /** The client behind trusted proxies. */
  readonly client: ClientInfo;
  /** Bytes received after the head of the request. */
  readonly head: Uint8Array;
}

const SWEEP_INTERVAL_MS = 1_000;

/** The signaling server. */
export class SignalingServer implements SocketOwner {
  /** Rooms and seats. */
  readonly hub: Hub;
  readonly #limits: SignalingServerOptions["limits"];
  readonly #clock: () => number;
  readonly #onBug: (error: unknown) => void;
  readonly #onClose: SignalingServerOptions["onClose"];
  readonly #onEviction: SignalingServerOptions["onEviction"];
  readonly #connectionQuota: ConnectionQuota;
  readonly #sockets = new Map<SignalingSocket, SocketBinding>();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #scheduler: FairScheduler;
  readonly #unsentLimit: HeldBytesLimit<SignalingSocket>;
  #nowMs = 0;
  #isShuttingDown = false;

  /** Starts the timer of the sweeps. */
  constructor(options: SignalingServerOptions) {
    this.#limits = options.limits;
    this.#clock = options.clock;
    this.#onBug = options.onBug;
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
      roomStore: options.roomStore,
      startedAtMs: this.#clock(),
    });
    this.#timer = setInterval(() => this.#sweep(), SWEEP_INTERVAL_MS);
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
    const quotaRefusal = this.#connectionQuota.acquire(quotaKey);
    this.#sockets.set(socket, {
      ...UNBOUND,
      address,
      quotaKey: quotaRefusal === null ? quotaKey : null,
    });
    if (this.#isShuttingDown) {
      socket.close(CLOSE.serviceRestart, "restart");
    } else if (quotaRefusal === null) {
      this.#joinRoom(socket, request, acceptsBatches);
    } else {
      const { error, close } = QUOTA_REFUSALS[quotaRefusal];
      refuseSocket(socket, error, close);
    }
    socket.start(request.head);
  }

  /**
   * Closes every socket with 1012 and waits until the streams are closed.
   *
   * @param limitMs Time after which the remaining streams are destroyed.
   */
  async shutDown(limitMs: number): Promise<void> {
    this.#isShuttingDown = true;
    clearInterval(this.#timer);
    this.hub.shutDown();
    const endMs = this.#clock() + limitMs;
    while (this.#sockets.size > 0 && this.#clock() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const socket of this.#sockets.keys()) socket.destroy();
  }

  /** The time, read once per tick; what reads it asks for a tick. */
  nowMs(): number {
    if (this.#nowMs === 0) {
      this.#nowMs = this.#clock();
      setImmediate(this.#endTick);
    }
    return this.#nowMs;
  }

  scheduleFlush(socket: SignalingSocket): void {
    this.#scheduler.scheduleFlush(socket);
  }

  socketEvicted(socket: SignalingSocket): void {
    const binding = this.#sockets.get(socket);
    this.#onEviction(binding?.seat?.client.address ?? "");
  }

  bytesReceived(socket: SignalingSocket, bytes: number): void {
    this.#scheduler.chunkReceived(socket, bytes);
  }

  bytesQueued(bytes: number): void {
    this.#unsentLimit.add(bytes);
  }

  /** Dispatches a message of a member or of a waiting client. */
  messageReceived(
    socket: SignalingSocket,
    raw: RawMessage,
    nowMs: number,
  ): void {
    const binding = this.#sockets.get(socket);
    const seat = binding?.seat ?? binding?.knock?.seat;
    if (seat) dispatchMessage(this.hub, seat, raw, nowMs);
    else if (binding?.knock) {
      dispatchKnockerMessage(this.hub, binding.knock, raw, nowMs);
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
    if (binding.quotaKey !== null) {
      this.#connectionQuota.release(binding.quotaKey);
    }
    const seat = binding.seat ?? binding.knock?.seat;
    if (seat) this.hub.detachSeat(seat, socket, reason, nowMs);
    else if (binding.knock) this.hub.detachKnock(binding.knock, nowMs);
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

  #joinRoom(
    socket: SignalingSocket,
    { query, client }: SocketRequest,
    countsReceived: boolean,
  ): void {
    const result = joinRoom(this.hub, {
      room: query.get("room"),
      resumeToken: query.get("resume"),
      receivedCount: query.get("received") === "none"
        ? Infinity
        : parseCount(query.get("received")),
      maxMembers: parseCount(query.get("max")),
      sink: socket,
      client,
      countsReceived,
    }, this.nowMs());
    if ("refused" in result) refuseSocket(socket, result.refused, result.close);
    else {
      const { quotaKey, address } = client;
      this.#sockets.set(socket, { ...UNBOUND, quotaKey, address, ...result });
    }
  }

  readonly #endTick = (): void => {
    this.#nowMs = 0;
    this.#scheduler.runTick();
  };

  #sweep(): void {
    try {
      const nowMs = this.#clock();
      for (const socket of this.#sockets.keys()) socket.sweep(nowMs);
      this.hub.sweep(nowMs);
    } catch (error) {
      this.#onBug(error);
    }
  }
}

/** What belongs to a socket. */
interface SocketBinding {
  readonly seat: Seat | null;
  /** The knock, also after its admission. */
  readonly knock: Knock | null;
  /** Network whose connection quota it counts in, or null. */
  readonly quotaKey: string | null;
  /** Address of the client. */
  readonly address: string;
}

const UNBOUND = { seat: null, knock: null, quotaKey: null };

const QUOTA_REFUSALS: Readonly<
  Record<ConnectionQuotaRefusal, { error: ErrorCode; close: CloseCode }>
> = {
  total: { error: "too-many-connections", close: CLOSE.serverFull },
  address: { error: "too-many-from-address", close: CLOSE.addressFull },
};

function refuseSocket(
  socket: SignalingSocket,
  code: ErrorCode,
  close: CloseCode,
): void {
  socket.send(createErrorMessage(code));
  socket.close(close, code);
}

function parseCount(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
