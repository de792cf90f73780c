/**
 * A hub whose clients have no sockets: they keep their messages and close code.
 *
 * @module
 */
import {
  dispatchKnockerMessage,
  dispatchMessage,
} from "../../signaling/dispatch.ts";
import { Hub } from "../../signaling/hub.ts";
import type { HubEffects, HubLimits } from "../../signaling/hub_options.ts";
import {
  type JoinRefusal,
  type JoinRequest,
  type JoinResult,
  joinRoom,
} from "../../signaling/room/join_room.ts";
import type { Knock } from "../../signaling/waiting_room/knock.ts";
import type { OutgoingMessage } from "../../signaling/message/outgoing_message.ts";
import {
  MemoryRoomStore,
  type RoomStoreContent,
} from "../../signaling/room/memory_room_store.ts";
import type { RoomsPolicy } from "../../signaling/room/invitation.ts";
import { ResumeTokens } from "../../signaling/room/resume_token.ts";
import type { RoomStore } from "../../signaling/room/room_store.ts";
import type {
  ClientInfo,
  MessageSink,
  Seat,
} from "../../signaling/room/seat.ts";

/** Limits small enough to be reached in a test. */
export const SMALL_LIMITS: HubLimits = {
  maxMessageBytes: 1000,
  messagesPerSecond: 10,
  bytesPerSecond: 10_000,
  maxRoomMembers: 3,
  maxRooms: 2,
  resumeSeconds: 30,
  maxReplayBytes: 1_500,
  maxTotalReplayBytes: 100_000,
  roomBytesPerSecond: 100_000,
  maxConnections: 100,
  maxConnectionsPerIp: 2,
  maxKnocksPerRoom: 2,
  maxKnocksPerAddress: 2,
  knockSeconds: 120,
};

/** A message as a client reads it. */
export interface ParsedMessage {
  readonly event: string;
  readonly data?: unknown;
  readonly from?: string;
  readonly to?: string;
}

/** A client without a socket. */
export class FakeSignalingClient implements MessageSink {
  readonly texts: string[] = [];
  closed: { code: number; reason: string } | null = null;
  checkCount = 0;
  lastReceivedAtMs = Infinity;
  unsentBytes = 0;
  isEvicted = false;

  send(message: OutgoingMessage): void {
    this.texts.push(message.text);
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  checkLiveness(): void {
    this.checkCount++;
  }

  evict(): void {
    this.isEvicted = true;
    this.unsentBytes = 0;
  }

  /** Removes and returns all messages since the last call, parsed. */
  takeMessages(): ParsedMessage[] {
    return this.texts.splice(0).map((text) => JSON.parse(text));
  }

  /** The same, only the names of the events. */
  takeEventNames(): string[] {
    return this.takeMessages().map(({ event }) => event);
  }
}

/** What a fake hub starts with. */
export interface FakeHubOptions {
  /** Key of the resume tokens. */
  readonly key?: string;
  readonly startedAtMs?: number;
  readonly roomStore?: RoomStore & { readonly content: RoomStoreContent };
  readonly roomsPolicy?: RoomsPolicy;
}

/** A hub with a clock to set and a log of its effects. */
export class FakeHub {
  readonly hub: Hub;
  readonly effectLog: string[] = [];
  readonly roomStore: RoomStore & { readonly content: RoomStoreContent };
  nowMs: number;
  iceTtlSeconds = 3600;
  hasIce = false;
  idPrefix = "p";
  readonly #limits: Partial<HubLimits>;
  readonly #roomsPolicy: RoomsPolicy | undefined;
  #idCount = 0;

  constructor(
    limits: Partial<HubLimits> = {},
    {
      key = "key",
      startedAtMs = 1_000_000,
      roomStore,
      roomsPolicy,
    }: FakeHubOptions = {},
  ) {
    this.#roomsPolicy = roomsPolicy;
    this.#limits = limits;
    this.nowMs = startedAtMs;
    this.roomStore = roomStore ?? new MemoryRoomStore();
    const effects: HubEffects = {
      newId: () => `${this.idPrefix}${++this.#idCount}`,
      createIceServerList: () => ({
        iceServers: this.hasIce ? [{ urls: ["stun:maru.test"] }] : [],
        ttlSeconds: this.iceTtlSeconds,
      }),
      seatOpened: (seat) => this.effectLog.push(`opened ${seat.id}`),
      seatResumed: (seat) => this.effectLog.push(`resumed ${seat.id}`),
      connectionReported: ({ route, transport, mediaMs }) =>
        this.effectLog.push(`reported ${route} ${transport} ${mediaMs}`),
      seatClosed: (seat) => this.effectLog.push(`closed ${seat.id}`),
      roomBusy: (seat) => this.effectLog.push(`busy ${seat.id}`),
      messageRelayed: (seat, text) =>
        this.effectLog.push(`relayed ${seat.id} ${text}`),
    };
    this.hub = new Hub({
      limits: { ...SMALL_LIMITS, ...limits },
      effects,
      resumeTokens: new ResumeTokens(key),
      roomStore: this.roomStore,
      roomsPolicy,
      startedAtMs,
    });
  }

  /**
   * The next process, 5 s after this one was killed. It has the same keys and
   * a copy of the store; its member ids begin with another letter.
   */
  restart(): FakeHub {
    const startedAtMs = this.nowMs + 5_000;
    const next = new FakeHub(this.#limits, {
      startedAtMs,
      roomStore: new MemoryRoomStore(this.roomStore.content, startedAtMs),
      ...this.#roomsPolicy && { roomsPolicy: this.#roomsPolicy },
    });
    const letter = this.idPrefix.charCodeAt(0);
    next.idPrefix = String.fromCharCode(letter + 1);
    return next;
  }

  /**
   * Joins and gets a seat.
   *
   * @throws {JoinRefusedError} Also when the room is locked.
   */
  join(request: Partial<JoinRequest> = {}): JoinedClient {
    const result = this.joinOrKnock(request);
    const { client } = result;
    if ("knock" in result) throw new JoinRefusedError("locked", 0);
    const [welcome] = client.texts.splice(0, 1);
    return {
      client,
      seat: result.seat,
      welcome: JSON.parse(welcome ?? "null").data,
    };
  }

  /** Joins a locked room and knocks, with a name unless it is null. */
  knock(
    name: string | null,
    request: Partial<JoinRequest> = {},
  ): { readonly client: FakeSignalingClient; readonly knock: Knock } {
    const result = this.joinOrKnock(request);
    const { client } = result;
    if ("seat" in result) throw new TypeError("The room is not locked");
    const { knock } = result;
    if (name !== null) {
      this.sendFromKnocker(knock, { event: "knock", data: { name } });
    }
    return { client, knock };
  }

  /** Joins with either result; leaves all messages with the client. */
  joinOrKnock(
    request: Partial<JoinRequest> = {},
  ):
    & { readonly client: FakeSignalingClient }
    & Exclude<JoinResult, JoinRefusal> {
    const client = new FakeSignalingClient();
    const result = joinRoom(this.hub, {
      room: null,
      resumeToken: null,
      receivedCount: null,
      sink: client,
      client: createClientInfo("192.0.2.1"),
      countsReceived: true,
      maxMembers: null,
      ...request,
    }, this.nowMs);
    if ("refused" in result) {
      throw new JoinRefusedError(result.refused ?? "", result.close);
    }
    return { client, ...result };
  }

  /** Dispatches a message of a client in the waiting room. */
  sendFromKnocker(knock: Knock, message: object): void {
    const raw = { text: JSON.stringify(message), bytes: 0 };
    dispatchKnockerMessage(this.hub, knock, raw, this.nowMs);
  }

  /** Dispatches a message of a member, given as an object or as text. */
  sendFromMember(seat: Seat, message: object | string): void {
    const text = typeof message === "string"
      ? message
      : JSON.stringify(message);
    const bytes = new TextEncoder().encode(text).length;
    dispatchMessage(this.hub, seat, { text, bytes }, this.nowMs);
  }
}

/** A client as the server sees it, with this address. */
export function createClientInfo(address: string): ClientInfo {
  return {
    address,
    quotaKey: address,
    host: "maru.test",
    isDirect: true,
    isForwarded: false,
  };
}

/** A client with a seat and the data of its `welcome`. */
export interface JoinedClient {
  readonly client: FakeSignalingClient;
  readonly seat: Seat;
  readonly welcome: {
    readonly id: string;
    readonly room: string;
    readonly peers: readonly { id: string; info: object }[];
    readonly resume: string;
    readonly resumed: boolean;
    readonly limits: object;
    readonly locked: boolean;
    readonly hosts: readonly string[];
    readonly knocks: readonly object[];
    readonly hands: readonly string[];
    readonly iceServers: readonly object[];
  };
}

/** A refusal, as {@linkcode FakeHub.join} throws it. */
export class JoinRefusedError extends Error {
  constructor(readonly code: string, readonly close: number) {
    super(`${code} ${close}`);
  }
}
