/**
 * All sockets of the process: takes upgraded connections, gives them seats,
 * gathers what a tick owes each, and keeps the one timer.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { setImmediate } from "node:timers";
import {
  ConnectionQuota,
  type QuotaLimits,
} from "../server/net/connection_quota.ts";
import { receive, receiveFromKnocker } from "./dispatch.ts";
import type { RawMessage } from "./message/envelope.ts";
import { FlushShare } from "./socket/frame_cache.ts";
import { Hub, type HubEffects, type HubLimits } from "./hub.ts";
import { join } from "./room/join_room.ts";
import type { Knock } from "./waiting_room/knock.ts";
import {
  CLOSE,
  type CloseCode,
  type ErrorCode,
  type LeaveReason,
  SUBPROTOCOL,
} from "./protocol.ts";
import { errorMessage } from "./message/outgoing_message.ts";
import { ResumeTokens } from "./room/resume_token.ts";
import type { ClientFacts, Seat } from "./room/seat.ts";
import {
  SignalingSocket,
  type SocketLimits,
  type SocketOwner,
} from "./socket/signaling_socket.ts";
import { Slab } from "./socket/websocket/slab.ts";
import { acceptance, type UpgradeOffer } from "./socket/websocket/handshake.ts";

/** What the sockets are made with. */
export interface SignalingOptions {
  readonly limits: HubLimits & SocketLimits & QuotaLimits;
  /** Key of the resume tokens; keep it, and members survive a restart. */
  readonly resumeKey: string;
  readonly effects: Omit<HubEffects, "newId">;
  /** Where caught bugs go. */
  readonly onBug: (error: unknown) => void;
}

/** A request for `/socket` that passed the front. */
export interface SocketRequest {
  readonly offer: UpgradeOffer;
  readonly query: URLSearchParams;
  readonly client: ClientFacts;
  /** Bytes that came behind the request's head. */
  readonly head: Uint8Array;
}

const SWEEP_INTERVAL_MS = 1_000;

/** The signaling of this process. */
export class Signaling implements SocketOwner {
  readonly hub: Hub;
  readonly #limits: SignalingOptions["limits"];
  readonly #onBug: (error: unknown) => void;
  readonly #quota: ConnectionQuota;
  readonly #sockets = new Map<SignalingSocket, Held>();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #slab = new Slab();
  #dirty: SignalingSocket[] = [];
  #nowMs = 0;
  #isShuttingDown = false;

  constructor(options: SignalingOptions) {
    this.#limits = options.limits;
    this.#onBug = options.onBug;
    this.#quota = new ConnectionQuota(options.limits);
    const newId = () => randomBytes(9).toString("base64url");
    this.hub = new Hub(
      options.limits,
      { ...options.effects, newId },
      new ResumeTokens(options.resumeKey),
      Date.now(),
    );
    this.#timer = setInterval(() => this.#sweep(), SWEEP_INTERVAL_MS);
  }

  /** Completes the handshake on `stream` and seats the client, or refuses it. */
  accept(stream: Duplex, request: SocketRequest): void {
    const speaksMaru = request.offer.subprotocols.includes(SUBPROTOCOL);
    stream.write(
      acceptance(request.offer.key, speaksMaru ? SUBPROTOCOL : null),
    );
    const { quotaKey } = request.client;
    const socket = new SignalingSocket(stream, speaksMaru, this.#limits, this);
    const full = this.#quota.acquire(quotaKey);
    this.#sockets.set(socket, {
      ...NOTHING_HELD,
      place: full === null ? quotaKey : null,
    });
    if (this.#isShuttingDown) {
      socket.close(CLOSE.serviceRestart, "restart");
    } else if (full === null) {
      this.#seat(socket, request, speaksMaru);
    } else {
      refuse(socket, full, QUOTA_CLOSE[full] ?? CLOSE.serverFull);
    }
    socket.start(request.head);
  }

  /**
   * Tells every member to come back, and waits until the sockets are closed.
   *
   * @param limitMs After this the rest are cut.
   */
  async shutDown(limitMs: number): Promise<void> {
    this.#isShuttingDown = true;
    clearInterval(this.#timer);
    this.hub.shutDown();
    const endMs = Date.now() + limitMs;
    while (this.#sockets.size > 0 && Date.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const socket of this.#sockets.keys()) socket.destroy();
  }

  /** Wall clock: it goes into tokens and credentials. Read once a tick. */
  nowMs(): number {
    if (this.#nowMs === 0) {
      this.#nowMs = Date.now();
      setImmediate(this.#endOfTick);
    }
    return this.#nowMs;
  }

  wantsFlush(socket: SignalingSocket): void {
    this.#dirty.push(socket);
    this.nowMs();
  }

  received(socket: SignalingSocket, raw: RawMessage, nowMs: number): void {
    const held = this.#sockets.get(socket);
    const seat = held?.seat ?? held?.knock?.seat;
    if (seat) receive(this.hub, seat, raw, nowMs);
    else if (held?.knock) receiveFromKnocker(this.hub, held.knock, raw, nowMs);
  }

  gone(socket: SignalingSocket, reason: LeaveReason, nowMs: number): void {
    const held = this.#sockets.get(socket);
    if (held === undefined) return;
    this.#sockets.set(socket, NOTHING_HELD);
    if (held.place !== null) this.#quota.release(held.place);
    const seat = held.seat ?? held.knock?.seat;
    if (seat) this.hub.detach(seat, socket, reason, nowMs);
    else if (held.knock) this.hub.detachKnock(held.knock, nowMs);
  }

  closed(socket: SignalingSocket): void {
    this.#sockets.delete(socket);
  }

  failed(error: unknown): void {
    this.#onBug(error);
  }

  #seat(
    socket: SignalingSocket,
    { query, client }: SocketRequest,
    countsReceived: boolean,
  ): void {
    const result = join(this.hub, {
      room: query.get("room"),
      resume: query.get("resume"),
      received: countOf(query.get("received")),
      outlet: socket,
      client,
      countsReceived,
    }, this.nowMs());
    if ("refused" in result) refuse(socket, result.refused, result.close);
    else {
      const held = { ...NOTHING_HELD, place: client.quotaKey };
      this.#sockets.set(socket, { ...held, ...result });
    }
  }

  readonly #endOfTick = (): void => {
    this.#nowMs = 0;
    const dirty = this.#dirty;
    this.#dirty = [];
    const share = new FlushShare(this.#slab);
    for (const socket of dirty) {
      try {
        socket.flush(share);
      } catch (error) {
        this.#onBug(error);
      }
    }
  };

  #sweep(): void {
    try {
      const nowMs = Date.now();
      for (const socket of this.#sockets.keys()) socket.sweep(nowMs);
      this.hub.sweep(nowMs);
    } catch (error) {
      this.#onBug(error);
    }
  }
}

/** What a socket holds of the process. */
interface Held {
  readonly seat: Seat | null;
  /** The wait for a seat, which may have become one. */
  readonly knock: Knock | null;
  /** Address whose quota it is counted in, or null. */
  readonly place: string | null;
}

const NOTHING_HELD: Held = { seat: null, knock: null, place: null };

const QUOTA_CLOSE: Partial<Record<ErrorCode, CloseCode>> = {
  "too-many-connections": CLOSE.serverFull,
  "too-many-from-address": CLOSE.addressFull,
};

function refuse(
  socket: SignalingSocket,
  code: ErrorCode,
  close: CloseCode,
): void {
  socket.send(errorMessage(code));
  socket.close(close, code);
}

function countOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
