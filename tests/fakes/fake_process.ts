/**
 * One process of several: a hub with scale-out whose clients have no sockets.
 *
 * @module
 */
import {
  type BoundClient,
  detachClient,
  dispatchFromClient,
} from "../../signaling/bound_client.ts";
import { Hub } from "../../signaling/hub.ts";
import type { HubLimits } from "../../signaling/hub_options.ts";
import type { LeaveReason } from "../../signaling/protocol.ts";
import { joinRoom } from "../../signaling/room/join_room.ts";
import type { JoinParameters } from "../../signaling/room/join_parameters.ts";
import {
  createHandover,
  parseHandover,
  restoreSeats,
} from "../../signaling/room/seat_handover.ts";
import { ResumeTokens } from "../../signaling/room/resume_token.ts";
import type { Backplane } from "../../signaling/scale_out/backplane.ts";
import type {
  ForwardedClient,
  JoiningSocket,
} from "../../signaling/scale_out/forwarded_clients.ts";
import { RoomLeases } from "../../signaling/scale_out/room_leases.ts";
import { ScaleOut } from "../../signaling/scale_out/scale_out.ts";
import { SharedRoomStore } from "../../signaling/scale_out/shared_room_store.ts";
import {
  createClientInfo,
  FakeSignalingClient,
  type ParsedMessage,
  SMALL_LIMITS,
} from "./fake_hub.ts";

const LIMITS: HubLimits = {
  ...SMALL_LIMITS,
  maxRoomMembers: 8,
  maxRooms: 20,
  maxReplayBytes: 100_000,
  maxTotalReplayBytes: 10_000_000,
};

/** Backplane and clock of a fake process. */
export interface FakeProcessOptions {
  readonly backplane: Backplane;
  readonly nowMs: () => number;
  /** Ends all connections of the backplane, as when a process is killed. */
  readonly kill: () => void;
}

/** A hub whose renewals the test calls. */
export class FakeProcess {
  readonly hub: Hub;
  readonly scaleOut: ScaleOut;
  readonly leases = new RoomLeases();
  readonly availability: boolean[] = [];
  readonly bugs: unknown[] = [];
  readonly nowMs: () => number;
  isKilled = false;
  /** True while the process does not run, as after SIGSTOP. */
  isStalled = false;
  readonly #kill: () => void;
  readonly #members = new Set<ProcessMember>();
  #idCount = 0;
  #isFlushScheduled = false;

  constructor({ backplane, nowMs, kill }: FakeProcessOptions) {
    this.nowMs = nowMs;
    this.#kill = kill;
    const store = new SharedRoomStore({
      leaseOf: (room) => this.leases.leaseOf(room),
      store: (lease, change) => backplane.store(lease, change),
    });
    const ignore = () => {};
    this.hub = new Hub({
      limits: LIMITS,
      effects: {
        newId: () => `${backplane.processId}-${++this.#idCount}`,
        createIceServerList: () => ({
          iceServers: [{ urls: [`stun:${backplane.processId}`] }],
          ttlSeconds: 3600,
        }),
        seatOpened: ignore,
        seatResumed: ignore,
        seatClosed: ignore,
        roomBusy: ignore,
        connectionReported: ignore,
        messageRelayed: ignore,
      },
      resumeTokens: new ResumeTokens("shared key"),
      roomStore: store,
      startedAtMs: nowMs(),
      takenAtMs: (room) => this.leases.get(room)?.takenAtMs ?? nowMs(),
    });
    this.scaleOut = new ScaleOut({
      backplane,
      hub: this.hub,
      store,
      leases: this.leases,
      clock: nowMs,
      joinHere: (client) => this.#moveHere(client),
      restoreSeats: (content) => {
        const handover = parseHandover(content, nowMs());
        if (handover !== null) restoreSeats(this.hub, handover, nowMs());
      },
      requestTick: () => this.#scheduleFlush(),
      onAvailability: (isAvailable) => this.availability.push(isAvailable),
      onBug: (error) => this.bugs.push(error),
    });
  }

  /** Joins a client; what follows arrives at it. */
  join(
    parameters: Partial<JoinParameters> = {},
    address = "192.0.2.1",
    attempt: string | null = null,
  ): ProcessMember {
    const member = new ProcessMember(this);
    this.#members.add(member);
    const joining: JoiningSocket = {
      sink: member.client,
      client: createClientInfo(address),
      countsReceived: true,
      attempt,
      parameters: {
        room: "tea",
        resumeToken: null,
        receivedCount: null,
        maxMembers: null,
        ...parameters,
      },
    };
    member.forwarded = this.scaleOut.open(joining, this.nowMs());
    if (member.forwarded === null) this.joinHere(member, joining);
    return member;
  }

  joinHere(member: ProcessMember, joining: JoiningSocket): void {
    member.forwarded = null;
    const request = { ...joining.parameters, ...joining };
    const result = joinRoom(this.hub, request, this.nowMs());
    if ("refused" in result) {
      member.client.close(result.close, result.refused ?? "");
    } else member.binding = { seat: null, knock: null, ...result };
  }

  /** Every half second. */
  async renew(): Promise<void> {
    if (this.isKilled || this.isStalled) return;
    await this.scaleOut.renew();
    this.hub.sweep(this.nowMs());
  }

  /** Ends at once, without a word. */
  kill(): void {
    this.isKilled = true;
    this.#kill();
  }

  /** Begins to stop: members get `server-closing`. */
  startDraining(delayMs: number): void {
    this.hub.startDraining(() => delayMs);
    this.scaleOut.startDraining(() => delayMs);
    this.#scheduleFlush();
  }

  /** Closes the sockets of this process with 1012. */
  closeSockets(): void {
    this.hub.closeSockets(this.nowMs());
    this.scaleOut.closeSockets();
    this.#scheduleFlush();
  }

  /** Gives its rooms to the others; it answers until the shutdown. */
  handOver(): void {
    this.isKilled = true;
    this.closeSockets();
    this.hub.shutDown(this.nowMs());
    this.scaleOut.shutDown(createHandover(this.hub, this.nowMs()));
  }

  /** Ends as on SIGTERM. */
  async shutDown(): Promise<void> {
    this.handOver();
    await this.scaleOut.close();
  }

  #moveHere(client: ForwardedClient): void {
    for (const member of this.#members) {
      if (member.forwarded !== client) continue;
      this.joinHere(member, client.socket);
      for (const { text } of client.takeQueue()) member.sendText(text);
    }
  }

  #scheduleFlush(): void {
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    queueMicrotask(() => {
      this.#isFlushScheduled = false;
      this.scaleOut.flush();
    });
  }
}

/** A client of one process. */
export class ProcessMember {
  readonly client = new FakeSignalingClient();
  forwarded: ForwardedClient | null = null;
  binding: BoundClient = { seat: null, knock: null };
  readonly #process: FakeProcess;
  readonly #received: ParsedMessage[] = [];

  constructor(process: FakeProcess) {
    this.#process = process;
  }

  /** Sends a message of the client. */
  send(message: object): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    const raw = { text, bytes: text.length };
    const { hub, scaleOut, nowMs } = this.#process;
    scaleOut.beginTick(nowMs());
    if (this.forwarded !== null) scaleOut.receive(this.forwarded, raw);
    else dispatchFromClient(hub, this.binding, raw, nowMs());
  }

  /** The socket ends. */
  detach(reason: LeaveReason): void {
    const { hub, scaleOut, nowMs } = this.#process;
    if (this.forwarded !== null) scaleOut.detach(this.forwarded, reason);
    else detachClient(hub, this.binding, this.client, reason, nowMs());
  }

  /** Everything received so far. */
  get received(): readonly ParsedMessage[] {
    this.#received.push(...this.client.takeMessages());
    return this.#received;
  }

  /** Data of the newest message of that event, or null. */
  last(event: string): Record<string, unknown> | null {
    const message = this.received.findLast((each) => each.event === event);
    return message === undefined
      ? null
      : Object(message.data ?? { from: message.from });
  }

  /** Messages of that event. */
  count(event: string): number {
    return this.received.filter((each) => each.event === event).length;
  }

  get id(): string {
    return String(this.last("welcome")?.id ?? "");
  }

  get token(): string {
    const last = this.received.findLast(({ event }) =>
      event === "welcome" || event === "room"
    );
    return String(Object(last?.data).resume);
  }
}
